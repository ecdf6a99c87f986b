-- KEYS: the hash, the lock. ARGV: the fence of the lease to extend, the milliseconds from now.
-- Returns 1 when it is extended, 0 when it has expired or is another's.
local held = redis.call('GET', KEYS[2])
if held and string.match(held, '^(%d+) ') == ARGV[1] then
  redis.call('PEXPIRE', KEYS[2], ARGV[2])
  return 1
end
return 0
