-- KEYS: the log, what is stored beside it, the last batch of each publisher. ARGV[1]: a name for a log that is new.
local log, meta, publishers = KEYS[1], KEYS[2], KEYS[3]
local info = redis.call('INFO', 'replication')
if not string.find(info, 'role:master', 1, true) then
  return redis.error_reply('READONLY the server is not a primary')
end

local function format(term)
  return string.format('%.0f', term)
end

local function last_id()
  local stream = redis.call('XINFO', 'STREAM', log)
  for i = 1, #stream, 2 do
    if stream[i] == 'last-generated-id' then return stream[i + 1] end
  end
end

-- If the log or what is stored beside it was deleted, ids would be given again: the rest goes too, and the name changes.
local stored = redis.call('HMGET', meta, 'hub', 'term', 'run')
local hub, term, run = stored[1], stored[2], stored[3]
local exists = redis.call('EXISTS', log) == 1
if exists ~= (term ~= false) then
  if exists and redis.call('TYPE', log).ok ~= 'stream' then
    return redis.error_reply('WRONGTYPE the key of the log holds something else')
  end
  redis.call('DEL', log, meta, publishers)
  exists, hub, term, run = false, false, false, false
end
if not hub then -- Written only then, because a server without memory answers questions as long as nothing is written.
  redis.call('HSET', meta, 'hub', ARGV[1])
  hub = ARGV[1]
end

-- A server that was restarted or promoted has another replication id, and may lack the newest entries: a new term. Its
-- low 20 bits distinguish two primaries at the same time, and two logs of one server.
local function begin_term()
  if run and string.find(info, 'master_replid:' .. run, 1, true) then return end
  run = string.match(info, 'master_replid:(%x+)')
  local counter = math.floor(tonumber(term or '0') / 1048576) + 1
  local branch = tonumber(string.sub(redis.sha1hex(run .. hub), 1, 5), 16)
  term = format(counter * 1048576 + branch)
  redis.call('HSET', meta, 'run', run, 'term', term, 'before:' .. term, exists and last_id() or '0-0')
end
if exists then begin_term() end
