-- KEYS: the hash. ARGV: the fence, or nothing for a new one; the value, left out to remove it.
-- Answers 1 when it is written, 0 when a later lease has written before.
local fence = tonumber(ARGV[1])
if not fence then
  fence = redis.call('HINCRBY', KEYS[1], 'highest', 1)
end
if fence < tonumber(redis.call('HGET', KEYS[1], 'written') or 0) then
  return 0
end
-- A server that was emptied has forgotten how far its numbers had come.
if fence > tonumber(redis.call('HGET', KEYS[1], 'highest') or 0) then
  redis.call('HSET', KEYS[1], 'highest', fence)
end
redis.call('HSET', KEYS[1], 'written', fence)
if ARGV[2] then
  redis.call('HSET', KEYS[1], 'value', ARGV[2])
else
  redis.call('HDEL', KEYS[1], 'value')
end
return 1
