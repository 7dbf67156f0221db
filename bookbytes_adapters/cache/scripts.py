"""What Redis does in one step, by its own clock, for the cache."""

READ = """
-- keys: entry. Answers what is stored and the time, or nothing.
local stored = redis.call('GET', KEYS[1])
if not stored then return false end
local time = redis.call('TIME')
return {stored, time[1], time[2]}
"""

KEEP = """
-- keys: entry, sets of the keys that have a tag; arguments: milliseconds to keep it, its age in seconds, the entry
local time = redis.call('TIME')
local born = time[1] + time[2] / 1000000 - ARGV[2]
redis.call('SET', KEYS[1], string.format('%.6f', born) .. '\\n' .. ARGV[3], 'PX', ARGV[1])
for i = 2, #KEYS do
    redis.call('SADD', KEYS[i], KEYS[1])
    if redis.call('PTTL', KEYS[i]) < tonumber(ARGV[1]) then redis.call('PEXPIRE', KEYS[i], ARGV[1]) end
end
"""

TAKE = """
-- keys: lock; arguments: who wants it, for how many milliseconds
local holder = redis.call('GET', KEYS[1])
if holder and holder ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return 1
"""

GIVE_BACK = """
-- keys: lock; arguments: who gives it back
if redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('DEL', KEYS[1]) end
"""
