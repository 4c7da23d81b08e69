// Holds target/bom.json and every package-lock.json against the rules below; prints what breaks one, and fails if anything does.
import { execFileSync } from "node:child_process"
import { readFileSync } from "node:fs"

/** What we may ship or build with. A new licence is a decision: add it here, and say why in docs/decisions.md. */
const LICENCES = new Set([
  "Apache-2.0", "MIT", "MIT-0", "0BSD", "ISC", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "EPL-2.0", "MPL-2.0", "UPL-1.0", "OFL-1.1",
  "Public Domain", "Go License", "GPL-2.0-with-classpath-exception",
])

/** Libraries that may not come in, not even behind others. */
const BANNED = [/^log4j:log4j$/, /^commons-logging:commons-logging$/, /^org\.slf4j:slf4j-log4j12$/, /^javax\.servlet:/, /^junit:junit$/]

const faults = []
const fault = (what, why) => faults.push(`${what}: ${why}`)

const bom = JSON.parse(readFileSync(process.argv[2], "utf8"))
const versions = new Map()
for (const { group, name, version, licenses = [] } of bom.components) {
  if (group === "dev.beckon") continue
  const id = `${group}:${name}`
  if (/SNAPSHOT|LATEST|RELEASE|[[(]/.test(version)) fault(`${id}:${version}`, "is not a fixed version")
  if (BANNED.some((banned) => banned.test(id))) fault(`${id}:${version}`, "may not come in")
  versions.set(id, [...(versions.get(id) ?? []), version])
  const names = licenses.map(({ license, expression }) => expression ?? license.id ?? license.name)
  if (!names.some(isAllowed)) fault(`${id}:${version}`, `has the licence ${names.join(", ") || "nobody knows"}`)
}
for (const [id, found] of versions) {
  if (found.length > 1) fault(id, `comes in ${found.length} versions: ${found.join(", ")}`)
}

for (const lock of execFileSync("git", ["ls-files", "*package-lock.json"], { encoding: "utf8" }).trim().split("\n")) {
  for (const [path, { version, license, integrity, link, dependencies, devDependencies }] of Object.entries(JSON.parse(readFileSync(lock, "utf8")).packages)) {
    if (path === "") {
      for (const [name, wanted] of Object.entries({ ...dependencies, ...devDependencies })) {
        if (!/^(npm:[^@]+@)?\d+\.\d+\.\d+$/.test(wanted)) fault(`${lock}: ${name}`, `is asked for as ${wanted}, not by its version`)
      }
    } else if (!link) {
      if (!integrity) fault(`${lock}: ${path}@${version}`, "has no checksum")
      if (!isAllowed(license ?? "")) fault(`${lock}: ${path}@${version}`, `has the licence ${license ?? "nobody knows"}`)
    }
  }
}

function isAllowed(licence) {
  return licence.replaceAll(/[()]/g, "").split(" OR ").some((choice) => choice.split(" AND ").every((one) => LICENCES.has(one.trim())))
}

console.log(`${versions.size} Maven artifacts and the packages of npm's lock files: ${faults.length} faults`)
if (faults.length > 0) {
  console.error(faults.join("\n"))
  process.exit(1)
}
