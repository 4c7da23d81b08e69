// Computes the table of scaling.md from its inputs:
//   node docs/scaling.mjs                     writes it
//   node docs/scaling.mjs ping=14 store=21    takes these inputs, then writes it
//   node docs/scaling.mjs --check             fails if it is not what the inputs lead to
import { readFileSync, writeFileSync } from "node:fs"

const FILE = new URL("scaling.md", import.meta.url)
const SIZES = [1_000_000, 10_000_000, 100_000_000]
const DAY = 86_400
/** `Lane.COUNT`: partitions, and the most PostgreSQL servers, Redis masters and consumers. */
const LANES = 64

/** Expected number of lanes that so many recipients have. */
function lanes(recipients) {
  return LANES * (1 - (1 - 1 / LANES) ** recipients)
}

/** What so many connections ask for; `of` holds the inputs by name. */
function needs(connections, of) {
  const usersOnline = connections / of.devices
  const users = usersOnline / of.online
  const notifications = (users * of.notifications / DAY) * of.peak
  const deliveries = notifications * of.online * of.devices
  const records = notifications / of.recipients * lanes(of.recipients)
  const gateways = Math.max(2, Math.ceil(connections / of.sockets))
  const cores = (perSecond, micros) => perSecond * micros / 1e6
  const servers = Math.min(LANES, Math.ceil(notifications / of.rows))
  const bytes = users * of.notifications * of.row
  const joins = connections / of.reconnect
  const comings = usersOnline / of.session
  const again = usersOnline / of.again
  // A coming is two commands, a going one; a user is written again by three, and a lease is renewed for each hash tag.
  const presence = 3 * comings + 3 * again + gateways * LANES / of.renewal
  const masters = Math.min(LANES, Math.ceil((notifications + joins + presence) / of.messages))
  // The second part: members that a fingerprint of 32 bits calls behind by chance.
  const compared = connections / of.reconcile + connections * notifications / 2 ** 32
  return {
    "registered users": users,
    "**Gateways**": gateways,
    "MB of one for its sockets": Math.min(connections, of.sockets) * of.socketKb / 1024,
    "deliveries a second, by all": deliveries,
    "joins a second while all connect again": joins,
    "cores of all: deliveries and heartbeats": cores(deliveries, of.deliver) + cores(connections / of.heartbeat, of.ping),
    "cores of all: all connect again": cores(joins, of.connect),
    "**Kafka**: records a second by lane": records,
    "of one of 64 partitions": records / LANES,
    "MB a second": records * of.record / 1e6,
    "GB a day on disk": users * of.notifications * records / notifications * of.record * of.replicas / 1e9,
    "**notification-service and mention-service**: cores": cores(notifications, of.accept + of.store),
    "cores of Kafka": cores(notifications, of.log),
    "**PostgreSQL** servers": servers,
    "rows a second in one": notifications / servers,
    "cores of one, to store": cores(notifications / servers, of.insert),
    "GB a day in one": bytes / servers / 1e9,
    "revisions compared a second in one": compared / servers,
    "**Redis** masters": masters === 1 ? 1 : Math.max(3, masters),
    "frames published a second": notifications,
    "(S)SUBSCRIBE a second while all connect again": joins,
    "subscriptions": usersOnline,
    "commands a second for who is online": presence,
    "cores of all masters": cores(notifications, of.publish) + cores(comings, of.coming + of.going) + cores(again, of.coming),
    "GB of who is online": usersOnline * of.lease / 1e9,
    "MB a second of hints, to all gateways": notifications * of.hint * gateways / 1e6,
    "to one gateway": notifications * of.hint / 1e6,
    "deliveries of rooms' heartbeats a second": of.shards * gateways * (gateways - 1) / of.beat,
  }
}

function withSettings(text, settings) {
  return settings.reduce((changed, setting) => {
    const [, name, value] = setting.match(/^(\w+)=(\d+(?:\.\d+)?)$/) ?? stop(`not NAME=NUMBER: ${setting}`)
    const row = new RegExp(`^(- \`${name}\` )[\\d.]+`, "m")
    return row.test(changed) ? changed.replace(row, `$1${value}`) : stop(`there is no input ${name}`)
  }, text)
}

function stop(why) {
  console.error(why)
  process.exit(1)
}

function inputs(text) {
  const rows = text.split("<!-- inputs -->")[1].split("<!-- end of inputs -->")[0].matchAll(/^- `(\w+)` ([\d.]+) /gm)
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
const given = withSettings(text, settings)
const computed = given.replace(/(<!-- computed -->\n)[^]*?(<!-- end of computed -->)/, (_, begin, end) => begin + table(inputs(given)) + end)
if (mode === "write") {
  writeFileSync(FILE, computed)
} else if (computed !== text) {
  stop("docs/scaling.md is not what its inputs lead to: run node docs/scaling.mjs")
}
