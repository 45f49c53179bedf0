-- A district with 100,000 cases: 13 street offices of 3 communities, 2,000 segments on a grid, 60 chiefs, a year of cases.
-- Run once on an empty, migrated database. {password_hash} is filled in by run.py.

INSERT INTO units (id, kind, name, code) VALUES (gen_random_uuid(), 'district', 'Bench District', '410102');
INSERT INTO units (id, parent_id, kind, name)
SELECT gen_random_uuid(), (SELECT id FROM units WHERE kind = 'district'), 'street_office', 'office ' || n FROM generate_series(1, 13) n;
INSERT INTO units (id, parent_id, kind, name)
SELECT gen_random_uuid(), id, 'community', name || ' community ' || n FROM units, generate_series(1, 3) n WHERE kind = 'street_office';
INSERT INTO stamps (name, value) VALUES ('bench', 1);

INSERT INTO departments (id, unit_id, name, is_active)
SELECT gen_random_uuid(), (SELECT id FROM units WHERE kind = 'district'), 'department ' || n, true FROM generate_series(1, 8) n;

INSERT INTO users (id, username, name, password_hash, is_active, is_demo, must_change_password, failed_logins, created_at)
SELECT gen_random_uuid(), name, name, '{password_hash}', true, false, false, 0, now()
FROM (SELECT unnest(ARRAY['chief', 'supervisor'] || ARRAY(SELECT 'chief' || n FROM generate_series(1, 60) n)) AS name) names;
INSERT INTO role_grants (id, user_id, role, unit_id)
SELECT gen_random_uuid(), id, CASE WHEN username = 'supervisor' THEN 'supervisor' ELSE 'road_chief' END,
       (SELECT id FROM units WHERE kind = 'district')
FROM users;

INSERT INTO categories (id, code, name, class_name, standard_ref, aliases, pinyin, icon, limits_text, limits, limit_hours, limit_clock, rank, is_active)
SELECT gen_random_uuid(), '04-' || lpad(n::text, 3, '0'), 'category ' || n, 'class', 'bench', '[]', '', 'stall', '4小时', '[]', 4, 'working_hours', n, true
FROM generate_series(1, 100) n;

INSERT INTO roads (id, district_id, name, is_unnamed)
SELECT gen_random_uuid(), (SELECT id FROM units WHERE kind = 'district'), 'road ' || n, false FROM generate_series(1, 40) n;

-- 40 roads of 50 segments: 100 m long, 150 m apart.
CREATE TEMP TABLE grid AS
SELECT gen_random_uuid() AS id, r.id AS road_id, row_number() OVER () AS n,
       113.58 + (s % 50) * 0.0011 AS lon, 34.72 + (r.n) * 0.00135 AS lat
FROM (SELECT id, row_number() OVER () AS n FROM roads) r, generate_series(0, 49) s;
INSERT INTO road_segments (id, road_id, unit_id, name, length_m, geometry, source_ref, is_key_area, is_approximate)
SELECT grid.id, road_id, u.id, 'segment ' || grid.n, 100,
       ST_Multi(ST_SetSRID(ST_MakeLine(ST_MakePoint(lon, lat), ST_MakePoint(lon + 0.0011, lat)), 4326)), '', false, true
FROM grid JOIN (SELECT id, row_number() OVER () - 1 AS n FROM units WHERE kind = 'community') u ON u.n = grid.n % 39;

INSERT INTO chief_levels (id, name, rank) VALUES (gen_random_uuid(), '一级路长', 1);
INSERT INTO appointments (id, segment_id, user_id, level_id, starts_on)
SELECT gen_random_uuid(), grid.id, u.id, (SELECT id FROM chief_levels), DATE '2020-01-01'
FROM grid JOIN (SELECT id, row_number() OVER () - 1 AS n FROM users WHERE username LIKE 'chief%') u ON u.n = grid.n % 61;

-- Nine in ten are closed, as in an office that works; the rest are spread over the open statuses.
CREATE TEMP TABLE drafts AS
SELECT gen_random_uuid() AS id, n, now() - (100000 - n) * interval '5 minutes' AS at,
       CASE WHEN n % 10 < 9 THEN 'closed' ELSE (ARRAY['reported', 'filed', 'assigned', 'handling', 'handled', 'suspended'])[1 + (n / 10) % 6] END AS status,
       1 + n % 2000 AS segment_n, 1 + n % 100 AS category_n, n % 61 AS chief_n
FROM generate_series(1, 100000) n;
CREATE TEMP TABLE chiefs AS SELECT id, name, row_number() OVER () - 1 AS n FROM users WHERE username LIKE 'chief%';
CREATE INDEX ON drafts (id);

INSERT INTO cases (id, number, status, version, source, category_id, category_code, description, search_text, lon, lat, location, datum,
                   accuracy_m, placed_by, segment_id, segment_distance_m, side, unit_id, chief_id, reporter_id, reporter_seen_version,
                   department_id, observed_at, received_at, filed_at, assigned_at, updated_at, limit_hours, due_at,
                   confirm_asked, self_handled, rework_count, body_hash)
SELECT d.id, CASE WHEN d.status <> 'reported' THEN '410102-' || to_char(d.at, 'YYYYMMDD') || '-' || d.n END, d.status, 3, 'patrol',
       c.id, c.code, 'goods on the pavement', '', g.lon + 0.0005, g.lat + 0.00005,
       ST_SetSRID(ST_MakePoint(g.lon + 0.0005, g.lat + 0.00005), 4326), 'wgs84', 8, 'gps', g.id, 5.5, 'north', s.unit_id, r.id, r.id, 1,
       CASE WHEN d.status <> 'reported' THEN p.id END, d.at, d.at, d.at, d.at, d.at, 4, d.at + interval '4 hours',
       false, false, 0, repeat('0', 64)
FROM drafts d
JOIN grid g ON g.n = d.segment_n
JOIN road_segments s ON s.id = g.id
JOIN categories c ON c.code = '04-' || lpad(d.category_n::text, 3, '0')
JOIN chiefs r ON r.n = d.chief_n
JOIN (SELECT id, row_number() OVER () - 1 AS n FROM departments) p ON p.n = d.n % 8;

INSERT INTO case_events (case_id, action_id, step, action, actor_id, actor_name, at, from_status, to_status, version, note, data)
SELECT d.id, gen_random_uuid(), 0, (ARRAY['report', 'file', 'assign'])[e], r.id, r.name, d.at, NULL, d.status, e, '', '{}'
FROM drafts d JOIN chiefs r ON r.n = d.chief_n, generate_series(1, 3) e;
INSERT INTO case_photos (case_id, sha256, role, named_by_id, named_at)
SELECT d.id, encode(sha256(d.id::text::bytea), 'hex'), 'before', r.id, d.at FROM drafts d JOIN chiefs r ON r.n = d.chief_n;
INSERT INTO case_changes (transaction_number, case_id, unit_id, segment_id, at)
SELECT pg_current_xact_id()::text::bigint, c.id, c.unit_id, c.segment_id, c.received_at FROM cases c;
