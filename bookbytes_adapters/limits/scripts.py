"""What Redis does in one step, by its own clock, for the limiter."""

TAKE = """
-- keys: slots (process -> how many it holds), alive (process -> until when), waiting (process -> when it last asked),
--       turns (process -> when it last got one), pause (until when)
-- arguments: this process, limit, seconds a process stays alive, how many it holds, how many it wants,
--            seconds a process that does not ask again counts as waiting
local slots, alive, waiting, turns, pause = unpack(KEYS)
local me, limit, ttl, held, wanted, patience = ARGV[1], unpack(ARGV, 2)
limit, held, wanted = tonumber(limit), tonumber(held), tonumber(wanted)
local time = redis.call('TIME')
local now = time[1] + time[2] / 1000000
local function stamp(seconds) return string.format('%.6f', now + seconds) end

for _, gone in ipairs(redis.call('ZRANGEBYSCORE', alive, '-inf', stamp(0))) do
    redis.call('HDEL', slots, gone)
    redis.call('ZREM', alive, gone)
end
redis.call('ZREMRANGEBYSCORE', waiting, '-inf', stamp(-patience))

local free = limit - held
local counts = redis.call('HGETALL', slots)
for i = 1, #counts, 2 do
    if counts[i] ~= me then free = free - tonumber(counts[i + 1]) end
end

local left = tonumber(redis.call('GET', pause) or '0') - now
local granted = 0
if wanted > 0 and free > 0 and left <= 0 then
    local share, first = 1, true
    local mine = tonumber(redis.call('ZSCORE', turns, me) or '0')
    for _, other in ipairs(redis.call('ZRANGE', waiting, 0, -1)) do
        if other ~= me then
            share = share + 1
            if tonumber(redis.call('ZSCORE', turns, other) or '0') < mine then first = false end
        end
    end
    if first then
        granted = math.min(wanted, math.ceil(free / share))
        redis.call('ZADD', turns, stamp(0), me)
    end
end

if wanted > granted then redis.call('ZADD', waiting, stamp(0), me) else redis.call('ZREM', waiting, me) end
if held + granted > 0 then
    redis.call('HSET', slots, me, held + granted)
    redis.call('ZADD', alive, stamp(ttl), me)
else
    redis.call('HDEL', slots, me)
    redis.call('ZREM', alive, me)
end
for i = 1, 4 do redis.call('EXPIRE', KEYS[i], 3600) end
return {granted, tostring(math.max(left, 0))}
"""

PAUSE = """
-- keys: pause; arguments: seconds. A shorter pause does not end a longer one.
local time = redis.call('TIME')
local now = time[1] + time[2] / 1000000
local till = math.max(now + ARGV[1], tonumber(redis.call('GET', KEYS[1]) or '0'))
redis.call('SET', KEYS[1], string.format('%.6f', till), 'PX', math.ceil((till - now) * 1000) + 1000)
"""
