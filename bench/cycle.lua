-- Asks for the addresses of a file, one after the other: a line each, with an ETag after a tab
-- where the visitor has the page already. Each thread of wrk begins elsewhere.
--
-- wrk -s bench/cycle.lua http://127.0.0.1:8000 -- FILE NAME VALUE NAME VALUE …

local threads = 0
local requests, next_one = {}, 0

function setup(thread)
   thread:set("number", threads)
   threads = threads + 1
end

function init(arguments)
   local headers = {}
   for index = 2, #arguments, 2 do
      headers[arguments[index]] = arguments[index + 1]
   end
   for line in io.lines(arguments[1]) do
      local address, tag = line:match("^([^\t]+)\t?(.*)$")
      headers["If-None-Match"] = tag ~= "" and tag or nil
      requests[#requests + 1] = wrk.format("GET", address, headers)
   end
   next_one = math.floor(#requests / 2) * number
end

function request()
   next_one = next_one % #requests + 1
   return requests[next_one]
end
