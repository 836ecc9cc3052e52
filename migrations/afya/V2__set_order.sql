-- The order in which DHIS2 gives the items of collections that have none: that of Java's hash sets.

-- The hash of a text as Java computes it (String.hashCode), as a number from 0 up to 2^32; 0 for null.
create function afya.hash_code(text) returns bigint language plpgsql immutable parallel safe as $$
declare
    hash bigint := 0;
    bytes bytea;
begin
    if $1 is null then
        return 0;
    end if;
    if octet_length($1) = length($1) then
        bytes := convert_to($1, 'UTF8');
        for place in 0..length(bytes) - 1 loop
            hash := (hash * 31 + get_byte(bytes, place)) & 4294967295;
        end loop;
    else
        for place in 1..length($1) loop
            hash := (hash * 31 + ascii(substr($1, place, 1))) & 4294967295;
        end loop;
    end if;
    return hash;
end
$$;

-- The place of a hash in a set of so many items: their table has 16 places, or twice as many until a quarter is free.
create function afya.hash_place(hash bigint, items bigint) returns bigint language sql immutable parallel safe as $$
    select ((hash & 4294967295) # ((hash & 4294967295) >> 16))
        & ((case when items <= 12 then 16 else 2 ^ ceil(log(2, items / 0.75)) end)::bigint - 1)
$$;
