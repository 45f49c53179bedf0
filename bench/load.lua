-- What wrk sends: COOKIE and TOKEN log in, KIND says which request is made. Answers are looked at: STATUS and at least BYTES long.

local kind, random = os.getenv("KIND"), math.random
local headers = { Cookie = os.getenv("COOKIE"), ["X-CSRF-Token"] = os.getenv("TOKEN"), ["Content-Type"] = "application/json" }
local template, wanted, bytes = os.getenv("BODY") ~= "" and os.getenv("BODY") or nil, tonumber(os.getenv("STATUS")), tonumber(os.getenv("BYTES"))
local threads = {}
wrong = 0

local function hex(digits)
  local made = {}
  for i = 1, digits do made[i] = string.format("%x", random(0, 15)) end
  return table.concat(made)
end

-- Within 15 m of one of the 20 roads of seed.sql.
local function place()
  local road, along, beside = random(0, 9), random() * 0.05, (random() - 0.5) * 0.0003
  if random() < 0.5 then return 113.58 + along, 34.723 + road * 0.005 + beside end
  return 113.583 + road * 0.006 + beside, 34.72 + along
end

local function create()
  local id = hex(8) .. "-" .. hex(4) .. "-4" .. hex(3) .. "-a" .. hex(3) .. "-" .. hex(12)
  local lon, lat = place()
  local body = template:gsub("LON", string.format("%.6f", lon)):gsub("LAT", string.format("%.6f", lat)):gsub("SHA", hex(64))
  return wrk.format("PUT", "/api/v1/cases/" .. id, headers, body)
end

local function nearest()
  local lon, lat = place()
  return wrk.format("GET", string.format("/api/v1/road-segments/nearest?lon=%.6f&lat=%.6f", lon, lat), headers)
end

local function fixed()
  return wrk.format(os.getenv("METHOD"), os.getenv("TARGET"), headers, template)
end

function setup(thread) table.insert(threads, thread) end

function init() math.randomseed(os.time() + tonumber(tostring({}):sub(8)) % 100000) end

request = ({ create = create, nearest = nearest })[kind] or fixed

function response(status, _, body)
  if status ~= wanted or #body < bytes then wrong = wrong + 1 end
end

function done(summary, latency)
  local errors = summary.errors
  local failed = errors.connect + errors.read + errors.write + errors.timeout
  for _, thread in ipairs(threads) do failed = failed + thread:get("wrong") end
  io.stderr:write(string.format('{"requests": %d, "seconds": %f, "failed": %d, "p50_ms": %f, "p95_ms": %f}\n', summary.requests,
    summary.duration / 1e6, failed, latency:percentile(50) / 1e3, latency:percentile(95) / 1e3))
end
