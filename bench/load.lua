-- What wrk sends: COOKIE and TOKEN log in, KIND says which request is made.

local kind, random = os.getenv("KIND"), math.random
local headers = { Cookie = os.getenv("COOKIE"), ["X-CSRF-Token"] = os.getenv("TOKEN"), ["Content-Type"] = "application/json" }
local template = os.getenv("BODY")

local function hex(digits)
  local made = {}
  for i = 1, digits do made[i] = string.format("%x", random(0, 15)) end
  return table.concat(made)
end

local function place() return 113.58 + random() * 0.055, 34.721 + random() * 0.054 end

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
  return wrk.format("GET", os.getenv("TARGET"), headers)
end

function init() math.randomseed(os.time() + tonumber(tostring({}):sub(8)) % 100000) end
request = ({ create = create, nearest = nearest })[kind] or fixed

function done(summary, latency)
  local errors = summary.errors
  io.stderr:write(string.format('{"requests": %d, "seconds": %f, "failed": %d, "p99_ms": %f}\n', summary.requests,
    summary.duration / 1e6, errors.status + errors.connect + errors.read + errors.write + errors.timeout, latency:percentile(99) / 1e3))
end
