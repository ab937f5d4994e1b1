-- Checks every response: status 200 and a marker in the body. Prints one line of figures.
-- Arguments after `--`: the marker.
local threads = {}

function setup(thread)
  table.insert(threads, thread)
end

function init(args)
  marker = args[1]
  wrong = 0
  first_wrong = 0
end

function response(status, headers, body)
  if status ~= 200 or not string.find(body, marker, 1, true) then
    wrong = wrong + 1
    if first_wrong == 0 then
      first_wrong = status
    end
  end
end

function done(summary, latency, requests)
  local wrong, status = 0, 0
  for _, thread in ipairs(threads) do
    wrong = wrong + thread:get("wrong")
    status = math.max(status, thread:get("first_wrong"))
  end
  local errors = summary.errors
  print(string.format(
    '\nBENCH {"requests": %d, "duration_us": %d, "p50_us": %d, "p99_us": %d, "wrong": %d, "first_wrong_status": %d, "socket_errors": %d}',
    summary.requests, summary.duration, latency:percentile(50), latency:percentile(99),
    wrong, status, errors.connect + errors.read + errors.write + errors.timeout))
end
