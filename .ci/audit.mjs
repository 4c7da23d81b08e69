// Holds what comes in from outside against the rules below; prints what breaks one, and fails if anything does.
//   node .ci/audit.mjs            the libraries of the packaged services, and every package-lock.json: no network, no Maven
//   node .ci/audit.mjs BOM        everything in a CycloneDX file, with its licences, and every package-lock.json
import { existsSync, readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"

/** What we may ship or build with. A new licence is a decision: add it here, and say why in docs/decisions.md. */
const LICENCES = new Set([
  "Apache-2.0", "MIT", "MIT-0", "0BSD", "ISC", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "EPL-2.0", "MPL-2.0", "UPL-1.0", "OFL-1.1",
  "Public Domain", "Go License", "GPL-2.0-with-classpath-exception",
])

/** Libraries that may not come in, not even behind others. */
const BANNED = [/^log4j:log4j$/, /^commons-logging:commons-logging$/, /^org\.slf4j:slf4j-log4j12$/, /^javax\.servlet:/, /^junit:junit$/]

const SERVICES = ["gateway-service", "mention-service", "notification-service"]

const faults = []
const fault = (what, why) => faults.push(`${what}: ${why}`)

const bom = process.argv[2]
const versions = new Map()
for (const { id, version } of bom ? fromBom(bom) : SERVICES.flatMap(fromService)) {
  if (id.startsWith("dev.beckon:")) continue
  if (/SNAPSHOT|LATEST|RELEASE|[[(]/.test(version)) fault(`${id}:${version}`, "is not a fixed version")
  if (BANNED.some((banned) => banned.test(id))) fault(`${id}:${version}`, "may not come in")
  versions.set(id, (versions.get(id) ?? new Set()).add(version))
}
for (const [id, found] of versions) {
  if (found.size > 1) fault(id, `comes in ${found.size} versions: ${[...found].join(", ")}`)
}

const { lookedUp, holes } = JSON.parse(readFileSync(".ci/known-holes.json", "utf8"))
let accepted = 0
for (const { library, mendedIn, ids, because } of holes) {
  const open = [...(versions.get(library) ?? [])].filter((version) => isBefore(version, mendedIn))
  if (open.length > 0 && !because) fault(`${library}:${open}`, `has ${ids.join(", ")}, mended in ${mendedIn}`)
  if (open.length > 0 && because) accepted++
  if (open.length === 0 && because && versions.has(library)) fault(library, `has ${ids.join(", ")} no longer: take its "because" out of .ci/known-holes.json`)
}

for (const lock of lockFiles(".")) {
  for (const [path, { version, license, integrity, link, dependencies, devDependencies }] of Object.entries(JSON.parse(readFileSync(lock, "utf8")).packages)) {
    if (path === "") {
      for (const [name, wanted] of Object.entries({ ...dependencies, ...devDependencies })) {
        if (!/^(npm:@?[^@]+@)?\d+\.\d+\.\d+$/.test(wanted)) fault(`${lock}: ${name}`, `is asked for as ${wanted}, not by its version`)
      }
    } else if (!link) {
      if (!integrity) fault(`${lock}: ${path}@${version}`, "has no checksum")
      if (!isAllowed(license ?? "")) fault(`${lock}: ${path}@${version}`, `has the licence ${license ?? "nobody knows"}`)
    }
  }
}

function lockFiles(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (entry.isDirectory()) return /^(\..*|node_modules|target|src)$/.test(entry.name) ? [] : lockFiles(join(folder, entry.name))
    return entry.name === "package-lock.json" ? [join(folder, entry.name)] : []
  })
}

/** As Quarkus lists what it has packaged: group:artifact:classifier:type:version. */
function fromService(service) {
  const list = `${service}/target/quarkus-app/quarkus-app-dependencies.txt`
  if (!existsSync(list)) {
    fault(service, "is not packaged: ./beckon build")
    return []
  }
  return readFileSync(list, "utf8").trim().split("\n").map((line) => line.split(":"))
    .map(([group, artifact, , , version]) => ({ id: `${group}:${artifact}`, version }))
}

function fromBom(file) {
  return JSON.parse(readFileSync(file, "utf8")).components.map(({ group, name, version, licenses = [] }) => {
    const names = licenses.map(({ license, expression }) => expression ?? license.id ?? license.name)
    if (group !== "dev.beckon" && !names.some(isAllowed)) fault(`${group}:${name}:${version}`, `has the licence ${names.join(", ") || "nobody knows"}`)
    return { id: `${group}:${name}`, version }
  })
}

function isAllowed(licence) {
  return licence.replaceAll(/[()]/g, "").split(" OR ").some((choice) => choice.split(" AND ").every((one) => LICENCES.has(one.trim())))
}

/** By their numbers; what else is in a version, such as Final, counts for nothing. */
function isBefore(version, other) {
  const numbers = (text) => text.split(/[.-]/).map(Number).filter((number) => !Number.isNaN(number))
  const [a, b] = [numbers(version), numbers(other)]
  const place = [...Array(Math.max(a.length, b.length)).keys()].find((i) => (a[i] ?? 0) !== (b[i] ?? 0))
  return place !== undefined && (a[place] ?? 0) < (b[place] ?? 0)
}

console.log(`${versions.size} Maven artifacts and the packages of npm's lock files: ${faults.length} faults;`
  + ` of the holes known on ${lookedUp} ${accepted} are open for a reason that .ci/known-holes.json says`)
if (faults.length > 0) {
  console.error(faults.join("\n"))
  process.exit(1)
}
