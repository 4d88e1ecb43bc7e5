-- ARGV: name, publisher, counter, maximal length, then each entry: how many fields and values, and these.
-- Returns the hub, the first id of the batch and its size.
local now = tonumber(redis.call('TIME')[1])
local had = redis.call('HGET', publishers, ARGV[2])
if had then
  local counter, first, size = string.match(had, '^(%d+) (%S+) (%d+)')
  if tonumber(counter) >= tonumber(ARGV[3]) then
    -- Written again, so that WAIT on this connection waits for it.
    redis.call('HSET', publishers, ARGV[2], had)
    return {hub, first, tonumber(size)}
  end
else
  local all = redis.call('HGETALL', publishers)
  for i = 1, #all, 2 do
    local seen = tonumber(string.match(all[i + 1], '(%d+)$'))
    if now - seen > 86400 then redis.call('HDEL', publishers, all[i]) end
  end
end
begin_term()

local next_id = term .. '-*'
local first
local size = 0
local at = 5
while at <= #ARGV do
  local count = tonumber(ARGV[at])
  local following = at + 1 + count
  local id
  if following <= #ARGV then
    id = redis.call('XADD', log, next_id, unpack(ARGV, at + 1, at + count))
  else -- Trims once for the batch.
    id = redis.call('XADD', log, 'MAXLEN', '~', ARGV[4], next_id, unpack(ARGV, at + 1, at + count))
  end
  first = first or id
  size = size + 1
  at = following
end
redis.call('HSET', publishers, ARGV[2], string.format('%s %s %d %.0f', ARGV[3], first, size, now))
return {hub, first, size}
