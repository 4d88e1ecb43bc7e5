-- ARGV: name, direction, position, how many entries at most, how many bytes of them at most.
-- Returns the hub, what is stored beside the log, the newest id given, the oldest entry, and the entries.
local entries = {}
local newest = '0-0'
local oldest = {}
if exists then
  newest = last_id()
  oldest = redis.call('XRANGE', log, '-', '+', 'COUNT', 1)
  local found = {}
  if tonumber(ARGV[4]) > 0 and ARGV[2] == 'after' then
    found = redis.call('XRANGE', log, ARGV[3], '+', 'COUNT', ARGV[4])
  elseif tonumber(ARGV[4]) > 0 then
    found = redis.call('XREVRANGE', log, ARGV[3], '-', 'COUNT', ARGV[4])
  end
  local bytes = 0
  for i = 1, #found do
    for j = 2, #found[i][2], 2 do bytes = bytes + #found[i][2][j] end
    if i > 1 and bytes > tonumber(ARGV[5]) then break end
    entries[i] = found[i]
  end
end
return {hub, redis.call('HGETALL', meta), newest, oldest[1] and oldest[1][1] or '', entries}
