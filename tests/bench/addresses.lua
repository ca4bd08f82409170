-- For wrk: asks the addresses of a file one after the other, each connection from another place, and says what came of it.
local requests, at = {}, 0

function setup(thread)
  threads = (threads or 0) + 1
  thread:set("start", threads * 7919)
end

function init(args)
  for address in io.lines(args[1]) do
    requests[#requests + 1] = wrk.format("GET", address)
  end
  at = start % #requests
end

function request()
  at = at % #requests + 1
  return requests[at]
end

function done(summary, latency)
  local errors = summary.errors
  local failed = errors.connect + errors.read + errors.write + errors.status + errors.timeout
  local ms = function(percent) return latency:percentile(percent) / 1000 end
  io.write(string.format('{"requests": %d, "failed": %d, "p50": %.2f, "p90": %.2f, "p99": %.2f}\n',
    summary.requests, failed, ms(50), ms(90), ms(99)))
end
