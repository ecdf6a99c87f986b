-- KEYS: the hash, the lock. ARGV: the fence of the lease to prolong, the milliseconds from now.
-- Answers 1 when it is prolonged, 0 when it has ended or is another's.
local held = redis.call('GET', KEYS[2])
if held and string.match(held, '^(%d+) ') == ARGV[1] then
  redis.call('PEXPIRE', KEYS[2], ARGV[2])
  return 1
end
return 0
