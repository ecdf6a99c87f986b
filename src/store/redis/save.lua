-- KEYS: the hash, the lock. ARGV: the fence, or nothing for a new one; the value, left out to remove it.
-- Answers 1 when it is written, 0 when a later lease has written before.
local highest = tonumber(redis.call('HGET', KEYS[1], 'highest') or 0)
local fence = tonumber(ARGV[1])
if not fence then
  local time = redis.call('TIME')
  fence = tonumber(time[1]) * 1000000 + tonumber(time[2])
  local lease = tonumber(string.match(redis.call('GET', KEYS[2]) or '', '^(%d+) ') or 0)
  fence = math.max(fence, highest + 1, lease + 1)
end
if fence < tonumber(redis.call('HGET', KEYS[1], 'written') or 0) then
  return 0
end
-- A server that was emptied has forgotten how far its numbers had come.
redis.call('HSET', KEYS[1], 'highest', string.format('%.0f', math.max(fence, highest)))
redis.call('HSET', KEYS[1], 'written', string.format('%.0f', fence))
if ARGV[2] then
  redis.call('HSET', KEYS[1], 'value', ARGV[2])
  redis.call('PERSIST', KEYS[1])
else
  redis.call('HDEL', KEYS[1], 'value')
  -- For a week, writes under earlier leases are told from later ones.
  redis.call('EXPIRE', KEYS[1], 604800)
end
return 1
