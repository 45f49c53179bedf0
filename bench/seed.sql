-- A district with {cases} cases: 13 street offices of 3 communities, 400 segments, 91 people, a year of cases with log and photos.
-- Run once on an empty, migrated database. {password_hash} and {cases} are filled in by run.py; chance is the same each time.

SELECT setseed(0.42);
SET session_replication_role = replica;  -- what is written here need not be checked row by row

INSERT INTO units (id, kind, name, code) VALUES (gen_random_uuid(), 'district', '中原区', '410102');
INSERT INTO units (id, parent_id, kind, name)
SELECT gen_random_uuid(), (SELECT id FROM units WHERE kind = 'district'), 'street_office', '街道 ' || n FROM generate_series(1, 13) n;
INSERT INTO units (id, parent_id, kind, name)
SELECT gen_random_uuid(), id, 'community', name || ' 社区 ' || n FROM units, generate_series(1, 3) n WHERE kind = 'street_office';
INSERT INTO stamps (name, value) VALUES ('units', 1), ('roads', 1), ('categories', 1), ('suggestion_rules', 1);
CREATE TEMP TABLE district AS SELECT id FROM units WHERE kind = 'district';
CREATE TEMP TABLE communities AS SELECT id, row_number() OVER (ORDER BY name) - 1 AS n FROM units WHERE kind = 'community';

INSERT INTO departments (id, unit_id, name, is_active)
SELECT gen_random_uuid(), (SELECT id FROM district), '部门 ' || n, true FROM generate_series(0, 7) n;
CREATE TEMP TABLE crews AS SELECT id, row_number() OVER (ORDER BY name) - 1 AS n FROM departments;

-- One supervisor and one administrator of the whole district, one supervisor of a street office, 60 chiefs, 28 handlers.
CREATE TEMP TABLE people AS
SELECT gen_random_uuid() AS id, * FROM (
    SELECT 'supervisor' AS username, 'supervisor' AS role, 0 AS n
    UNION ALL SELECT 'office', 'supervisor', 1
    UNION ALL SELECT 'admin', 'admin', 0
    UNION ALL SELECT 'chief' || n, 'road_chief', n FROM generate_series(0, 59) n
    UNION ALL SELECT 'handler' || n, 'handler', n FROM generate_series(0, 27) n) AS named;
INSERT INTO users (id, username, name, password_hash, department_id, is_active, is_demo, must_change_password, created_at)
SELECT p.id, username, username, '{password_hash}', c.id, true, false, false, now()
FROM people p LEFT JOIN crews c ON p.role = 'handler' AND c.n = p.n % 8;
INSERT INTO role_grants (id, user_id, role, unit_id)
SELECT gen_random_uuid(), id, role, CASE username WHEN 'office' THEN (SELECT id FROM units WHERE name = '街道 1') ELSE (SELECT id FROM district) END
FROM people;

INSERT INTO categories (id, code, name, class_name, standard_ref, aliases, pinyin, icon, limits_text, limits, limit_hours, limit_clock, rank, is_active)
SELECT gen_random_uuid(), '04-' || lpad(n::text, 3, '0'), '类别 ' || n, '街面秩序', 'bench', '[]', '', 'stall', '4小时', '[]', 4, 'working_hours', n, true
FROM generate_series(1, 100) n;

-- Who should get what is of the first 40 kinds, five kinds to a department.
INSERT INTO suggestion_rules (id, district_id, rank, is_active, note, category_id, unit_id, department_id)
SELECT gen_random_uuid(), d.id, c.rank - 1, true, '', c.id, d.id, w.id
FROM categories c JOIN crews w ON w.n = c.rank % 8, district d WHERE c.rank <= 40;

-- Ten roads west to east and ten south to north, in a square of 5.5 km; each has 20 segments of 275 m with a bend.
INSERT INTO roads (id, district_id, name, is_unnamed)
SELECT gen_random_uuid(), (SELECT id FROM district), '道路 ' || n, false FROM generate_series(0, 19) n;
CREATE TEMP TABLE grid AS
SELECT gen_random_uuid() AS id, r.id AS road_id, r.n * 20 + s AS n, r.n < 10 AS is_level,
       CASE WHEN r.n < 10 THEN 113.58 + s * 0.003 ELSE 113.583 + (r.n - 10) * 0.006 END AS lon,
       CASE WHEN r.n < 10 THEN 34.723 + r.n * 0.005 ELSE 34.72 + s * 0.0025 END AS lat
FROM (SELECT id, row_number() OVER (ORDER BY name) - 1 AS n FROM roads) r, generate_series(0, 19) s;
INSERT INTO road_segments (id, road_id, unit_id, name, length_m, geometry, source_ref, is_key_area, is_approximate)
SELECT g.id, road_id, c.id, '道路 ' || g.n / 20 || '：路段 ' || g.n, 275,
       ST_Multi(ST_SetSRID(ST_MakeLine(ARRAY[ST_MakePoint(lon, lat),
           CASE WHEN is_level THEN ST_MakePoint(lon + 0.0015, lat + 0.00003) ELSE ST_MakePoint(lon + 0.00003, lat + 0.00125) END,
           CASE WHEN is_level THEN ST_MakePoint(lon + 0.003, lat) ELSE ST_MakePoint(lon, lat + 0.0025) END]), 4326)), '', false, true
FROM grid g JOIN communities c ON c.n = g.n % 39;

INSERT INTO chief_levels (id, name, rank) VALUES (gen_random_uuid(), '一级路长', 1), (gen_random_uuid(), '二级路长', 2);
INSERT INTO appointments (id, segment_id, user_id, level_id, starts_on)
SELECT gen_random_uuid(), g.id, p.id, l.id, DATE '2020-01-01'
FROM grid g, chief_levels l JOIN people p ON p.role = 'road_chief' WHERE p.n = (g.n * l.rank) % 60;

-- What app/core/terms.py makes of a text, for the letters that occur here; run.py compares.
CREATE FUNCTION pg_temp.terms(words text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
SELECT string_agg(DISTINCT substr(run[1], place, CASE WHEN run[1] ~ '^[0-9a-z]' THEN 12 ELSE 2 END), ' ')
FROM regexp_matches(words, '[0-9a-z]+|[一-龥]+', 'g') run, generate_series(1, length(run[1])) place $$;

-- Of the last month's cases most are open, of the older ones two in a hundred.
CREATE TEMP TABLE drafts AS
SELECT gen_random_uuid() AS id, n, now() - ({cases} - n) * interval '5 minutes' AS at, floor(random() * 400) AS segment_n,
       random() AS along, (random() - 0.5) * 0.0003 AS beside, floor(random() * 60) AS chief_n, floor(random() * 28) AS handler_n,
       lpad((1 + floor(random() * random() * 100))::text, 3, '0') AS category,
       CASE WHEN random() < CASE WHEN n > {cases} - 8000 THEN 0.6 ELSE 0.02 END
            THEN (ARRAY['reported', 'reported', 'filed', 'assigned', 'assigned', 'handling', 'handled', 'suspended'])[1 + floor(random() * 8)]
            ELSE (ARRAY['closed', 'closed', 'closed', 'closed', 'closed', 'closed', 'closed', 'rejected', 'withdrawn'])[1 + floor(random() * 9)]
       END AS status
FROM generate_series(1, {cases}) n;

INSERT INTO cases (id, number, status, version, source, category_id, category_code, description, search_text, search_terms, lon, lat, location, datum,
                   accuracy_m, placed_by, segment_id, segment_distance_m, side, unit_id, chief_id, reporter_id, reporter_seen_version,
                   department_id, assignee_id, handler_id, observed_at, received_at, filed_at, assigned_at, handled_at, closed_at, updated_at,
                   limit_hours, yellow_at, due_at, confirm_asked, self_handled, rework_count, suspended_from, body_hash, last_action,
                   last_note, thumb_sha256)
SELECT d.id, CASE WHEN is_filed THEN '410102-' || to_char(at, 'YYYYMMDD') || '-' || d.n END, status,
       CASE status WHEN 'reported' THEN 1 WHEN 'closed' THEN 5 ELSE 3 END, 'patrol', c.id, c.code, '商户占道经营，摊位影响行人通行',
       words, pg_temp.terms(words), p.lon, p.lat,
       ST_SetSRID(ST_MakePoint(p.lon, p.lat), 4326), 'wgs84', 8, 'gps', g.id, abs(beside) * 1e5, 'north', s.unit_id, r.id, r.id, 1,
       CASE WHEN is_assigned THEN w.id END, CASE WHEN status IN ('handling', 'handled', 'closed') THEN h.id END,
       CASE WHEN status IN ('handled', 'closed') THEN h.id END, at, at, CASE WHEN is_filed THEN at END, CASE WHEN is_assigned THEN at END,
       CASE WHEN status IN ('handled', 'closed') THEN at + interval '3 hours' END,
       CASE WHEN status = 'closed' THEN at + interval '4 hours' END, at + interval '4 hours', CASE WHEN is_assigned THEN 4 END,
       CASE WHEN is_assigned THEN at + interval '192 minutes' END, CASE WHEN is_assigned THEN at + interval '4 hours' END,
       false, false, 0, CASE WHEN status = 'suspended' THEN 'assigned' END, repeat('0', 64), 'report', '',
       encode(sha256(d.id::text::bytea), 'hex')
FROM drafts d
JOIN grid g ON g.n = d.segment_n
JOIN road_segments s ON s.id = g.id
JOIN categories c ON c.code = '04-' || d.category
JOIN people r ON r.role = 'road_chief' AND r.n = d.chief_n
JOIN people h ON h.role = 'handler' AND h.n = d.handler_n
JOIN crews w ON w.n = d.handler_n::int % 8,
LATERAL (SELECT g.lon + CASE WHEN is_level THEN along * 0.003 ELSE beside END AS lon,
                g.lat + CASE WHEN is_level THEN beside ELSE along * 0.0025 END AS lat) p,
LATERAL (SELECT status NOT IN ('reported', 'rejected', 'withdrawn') AS is_filed,
                status NOT IN ('reported', 'rejected', 'withdrawn', 'filed') AS is_assigned) f,
LATERAL (SELECT concat_ws(' ', CASE WHEN is_filed THEN '410102-' || to_char(at, 'YYYYMMDD') || '-' || d.n END, '商户占道经营，摊位影响行人通行',
                          s.name, c.name, r.username, CASE WHEN d.n % 5000 = 7 THEN '井盖破损' END) AS words) t
ORDER BY d.n;

-- Some five rows of log for each closed case, the feed of changes, and a photo before and one after.
INSERT INTO case_events (case_id, action_id, step, action, actor_id, actor_name, at, from_status, to_status, version, note, data)
SELECT c.id, gen_random_uuid(), 0, (ARRAY['report', 'file', 'assign', 'handle', 'verify_pass'])[e],
       CASE WHEN e IN (1, 5) THEN c.reporter_id WHEN e = 4 THEN c.handler_id ELSE (SELECT id FROM people WHERE username = 'supervisor') END,
       '某人', c.received_at, NULL, c.status, e, '', '{}'
FROM cases c, generate_series(1, c.version) e ORDER BY c.received_at, e;
INSERT INTO case_changes (transaction_number, case_id, unit_id, segment_id, at)
SELECT pg_current_xact_id()::text::bigint, e.case_id, c.unit_id, c.segment_id, e.at FROM case_events e JOIN cases c ON c.id = e.case_id ORDER BY e.id;
INSERT INTO case_photos (case_id, sha256, role, named_by_id, named_at)
SELECT id, thumb_sha256, 'before', reporter_id, received_at FROM cases ORDER BY received_at;
INSERT INTO case_photos (case_id, sha256, role, named_by_id, named_at)
SELECT id, encode(sha256((id::text || 'after')::bytea), 'hex'), 'after', handler_id, handled_at FROM cases WHERE handled_at IS NOT NULL
ORDER BY received_at;
INSERT INTO photos (sha256, content_type, byte_size, width, height, exif, received_at, derived_at, attempts)
SELECT sha256, 'image/jpeg', 300000, 1600, 1200, '{}', named_at, named_at, 1 FROM case_photos;
INSERT INTO photo_uploads (sha256, user_id, uploaded_at) SELECT sha256, named_by_id, named_at FROM case_photos;
SET session_replication_role = DEFAULT;
