-- KEYS: the hash, the lock. ARGV: the owner, the lease in milliseconds.
-- Answers the fence, or 0 with the owner and the milliseconds that are left.
local held = redis.call('GET', KEYS[2])
if held then
  return {0, string.match(held, '^%d+ (.*)$') or '', redis.call('PTTL', KEYS[2])}
end
local fence = redis.call('HINCRBY', KEYS[1], 'highest', 1)
redis.call('SET', KEYS[2], string.format('%d ', fence) .. ARGV[1], 'PX', ARGV[2])
return {fence, '', 0}
