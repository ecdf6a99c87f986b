-- KEYS: the hash, the lock. ARGV: the owner, the lease in milliseconds.
-- Answers the fence, or 0 with the owner and the milliseconds that are left.
local held = redis.call('GET', KEYS[2])
if held then
  local left = redis.call('PTTL', KEYS[2])
  if left < 0 then
    -- Somebody has made it last for ever.
    redis.call('PEXPIRE', KEYS[2], ARGV[2])
    left = tonumber(ARGV[2])
  end
  return {0, string.match(held, '^%d+ (.*)$') or '', left}
end
-- A key without a value has nothing that counts, so the first fence comes from the time, in microseconds.
local time = redis.call('TIME')
local fence = tonumber(time[1]) * 1000000 + tonumber(time[2])
local highest = tonumber(redis.call('HGET', KEYS[1], 'highest') or 0)
if fence <= highest then
  fence = highest + 1
end
local text = string.format('%.0f', fence)
if redis.call('EXISTS', KEYS[1]) == 1 then
  redis.call('HSET', KEYS[1], 'highest', text)
end
redis.call('SET', KEYS[2], text .. ' ' .. ARGV[1], 'PX', ARGV[2])
return {fence, '', 0}
