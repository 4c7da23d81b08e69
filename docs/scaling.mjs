// Computes the table of scaling.md from its inputs:
//   node docs/scaling.mjs                     writes it
//   node docs/scaling.mjs ping=14 store=21    takes these inputs as measured, then writes it
//   node docs/scaling.mjs --check             fails if it is not what the inputs lead to
import { readFileSync, writeFileSync } from "node:fs"

const FILE = new URL("scaling.md", import.meta.url)
const SIZES = [100_000, 1_000_000, 10_000_000]
const DAY = 86_400

/** What so many connections ask for; `of` holds the inputs by name. */
function needs(connections, of) {
  const usersOnline = connections / of.devices
  const users = usersOnline / of.online
  const notifications = (users * of.notifications / DAY) * of.peak
  const deliveries = notifications * of.online * of.devices
  const gateways = Math.max(2, Math.ceil(connections / of.sockets))
  const cores = (perSecond, micros) => perSecond * micros / 1e6
  const reconcile = connections / of.reconcile
  return {
    "registered users": users,
    "gateways": gateways,
    "memory of a gateway for its sockets, MB": Math.min(connections, of.sockets) * of.socketKb / 1024,
    "memory of each gateway for who is online, MB": connections * of.presence / 2 ** 20,
    "notifications a second, at peak": notifications,
    "deliveries to sockets a second": deliveries,
    "cores of all gateways: deliveries": cores(deliveries, of.deliver),
    "cores of all gateways: heartbeats": cores(connections / of.heartbeat, of.ping),
    "cores of all gateways: all connect again in the time given": cores(connections / of.reconnect, of.connect),
    "joins a second while all connect again": connections / of.reconnect,
    "records of mentions a second": notifications / of.recipients,
    "Redis: PUBLISH a second": notifications,
    "Redis: messages to gateways a second": deliveries,
    "Redis: subscriptions": connections,
    "Redis: changes of presence a second, each to every gateway": 2 * connections / of.session,
    "cores of all mention-services": cores(notifications, of.accept),
    "cores of Kafka": cores(notifications, of.log),
    "cores of all notification-services": cores(notifications, of.store),
    "cores of PostgreSQL, for what is stored": cores(notifications, of.insert),
    "cores of Redis, for notifications": cores(notifications, of.publish),
    "PostgreSQL: rows inserted a second, at peak": notifications,
    "PostgreSQL: revisions compared a second": reconcile,
    "PostgreSQL: GB a day": users * of.notifications * of.row / 1e9,
  }
}

/** Where a measured figure comes from is said once, in performance.md. */
function withMeasured(text, settings) {
  return settings.reduce((changed, setting) => {
    const [, name, value] = setting.match(/^(\w+)=(\d+(?:\.\d+)?)$/) ?? stop(`not NAME=NUMBER: ${setting}`)
    const row = new RegExp(`^(\\| \`${name}\` \\| )[\\d.]+( \\| [^|]+ \\| )[^|]+ \\|$`, "m")
    return row.test(changed) ? changed.replace(row, `$1${value}$2measured, [performance](performance.md) |`) : stop(`there is no input ${name}`)
  }, text)
}

function stop(why) {
  console.error(why)
  process.exit(1)
}

function inputs(text) {
  const rows = text.split("<!-- inputs -->")[1].split("<!-- end of inputs -->")[0].matchAll(/^\| `(\w+)` \| ([\d.]+) \|/gm)
  return Object.fromEntries([...rows].map(([, name, value]) => [name, Number(value)]))
}

/** Two digits that count: more would be a lie. */
function rounded(value) {
  if (Number.isInteger(value) && value < 1000) return String(value)
  const digits = Math.max(0, 1 - Math.floor(Math.log10(value)))
  const scale = 10 ** (2 - Math.ceil(Math.log10(value) + 1e-12))
  return value < 100 ? value.toFixed(Math.min(digits, 2)) : (Math.round(value * scale) / scale).toLocaleString("en-US")
}

function table(of) {
  const columns = SIZES.map((size) => needs(size, of))
  const head = `| connections | ${SIZES.map((size) => size.toLocaleString("en-US")).join(" | ")} |\n| --- | ${SIZES.map(() => "---:").join(" | ")} |\n`
  return head + Object.keys(columns[0]).map((name) => `| ${name} | ${columns.map((column) => rounded(column[name])).join(" | ")} |\n`).join("")
}

const [mode, ...settings] = process.argv[2] === "--check" ? ["check"] : ["write", ...process.argv.slice(2)]
const text = readFileSync(FILE, "utf8")
const given = withMeasured(text, settings)
const computed = given.replace(/(<!-- computed -->\n)[^]*?(<!-- end of computed -->)/, (_, begin, end) => begin + table(inputs(given)) + end)
if (mode === "write") {
  writeFileSync(FILE, computed)
} else if (computed !== text) {
  stop("docs/scaling.md is not what its inputs lead to: run node docs/scaling.mjs")
}
