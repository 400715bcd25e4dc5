-- page.lua FILE: ask for the same kind of page as many people; FILE has a line "path cookie" for each
local asks, n = {}, 0
function init(args)
	for line in io.lines(args[1]) do
		local path, cookie = line:match("^(%S+) (%S+)$")
		asks[#asks + 1] = wrk.format("GET", path, { Host = wrk.headers.Host, Cookie = "skranke=" .. cookie })
	end
end
function request()
	n = n % #asks + 1
	return asks[n]
end
