-- KEYS: the hash, the lock. ARGV: the fence of the lease to end.
local held = redis.call('GET', KEYS[2])
if held and string.match(held, '^(%d+) ') == ARGV[1] then
  redis.call('DEL', KEYS[2])
end
