"""Lay the first tables: units, people, catalogue, roads, photos, cases and their logs."""

import sqlalchemy as sa
from alembic import op
from geoalchemy2 import Geometry
from sqlalchemy.dialects import postgresql

from app.core.dialect import drop_append_only, make_append_only

revision = '0001'
down_revision = None
branch_labels = None
depends_on = None


LOGS = ("audit_log", "case_events")


def upgrade() -> None:
    """Forward."""
    op.create_table('audit_log',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('actor_id', sa.Uuid(), nullable=True),
    sa.Column('actor_name', sa.String(length=60), nullable=False),
    sa.Column('action', sa.String(length=40), nullable=False),
    sa.Column('subject_kind', sa.String(length=40), nullable=False),
    sa.Column('subject_id', sa.String(length=80), nullable=False),
    sa.Column('unit_id', sa.Uuid(), nullable=True),
    sa.Column('detail', sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), 'postgresql'), nullable=False),
    sa.Column('words', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_audit_log'))
    )
    op.create_index('ix_audit_log_at', 'audit_log', ['at'], unique=False)
    op.create_index('ix_audit_log_subject', 'audit_log', ['subject_kind', 'subject_id'], unique=False)
    op.create_table('case_numbers',
    sa.Column('district_code', sa.String(length=20), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('last', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('district_code', 'day', name=op.f('pk_case_numbers'))
    )
    op.create_table('categories',
    sa.Column('code', sa.String(length=20), nullable=False),
    sa.Column('name', sa.String(length=60), nullable=False),
    sa.Column('class_name', sa.String(length=40), nullable=False),
    sa.Column('standard_ref', sa.String(length=120), nullable=False),
    sa.Column('aliases', sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), 'postgresql'), nullable=False),
    sa.Column('pinyin', sa.Text(), nullable=False),
    sa.Column('icon', sa.String(length=40), nullable=False),
    sa.Column('limits_text', sa.Text(), nullable=False),
    sa.Column('limits', sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), 'postgresql'), nullable=False),
    sa.Column('limit_hours', sa.Double(), nullable=True),
    sa.Column('limit_clock', sa.String(length=20), nullable=True),
    sa.Column('rank', sa.Integer(), nullable=False),
    sa.Column('is_active', sa.Boolean(), nullable=False),
    sa.Column('edited_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.CheckConstraint("limit_clock IS NULL OR limit_clock IN ('running', 'working_hours', 'working_days', 'calendar_days')", name=op.f('ck_categories_limit_clock')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_categories')),
    sa.UniqueConstraint('code', name=op.f('uq_categories_code'))
    )
    op.create_table('chief_levels',
    sa.Column('name', sa.String(length=40), nullable=False),
    sa.Column('rank', sa.Integer(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_chief_levels')),
    sa.UniqueConstraint('name', name=op.f('uq_chief_levels_name'))
    )
    op.create_table('login_failures',
    sa.Column('name_hash', sa.String(length=64), nullable=False),
    sa.Column('failures', sa.Integer(), nullable=False),
    sa.Column('failed_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('name_hash', name=op.f('pk_login_failures'))
    )
    op.create_index(op.f('ix_login_failures_failed_at'), 'login_failures', ['failed_at'], unique=False)
    op.create_table('photos',
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('content_type', sa.String(length=40), nullable=False),
    sa.Column('byte_size', sa.Integer(), nullable=False),
    sa.Column('width', sa.Integer(), nullable=False),
    sa.Column('height', sa.Integer(), nullable=False),
    sa.Column('exif_taken_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('exif_lon', sa.Double(), nullable=True),
    sa.Column('exif_lat', sa.Double(), nullable=True),
    sa.Column('exif', sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), 'postgresql'), nullable=False),
    sa.Column('received_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('derived_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('next_try_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('failure', sa.String(length=200), nullable=True),
    sa.PrimaryKeyConstraint('sha256', name=op.f('pk_photos'))
    )
    op.create_index('ix_photos_next_try_at', 'photos', ['next_try_at'], unique=False)
    op.create_table('stamps',
    sa.Column('name', sa.String(length=40), nullable=False),
    sa.Column('value', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('name', name=op.f('pk_stamps'))
    )
    op.create_table('units',
    sa.Column('parent_id', sa.Uuid(), nullable=True),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('name', sa.String(length=80), nullable=False),
    sa.Column('code', sa.String(length=20), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.CheckConstraint("kind IN ('district', 'street_office', 'community')", name=op.f('ck_units_kind')),
    sa.ForeignKeyConstraint(['parent_id'], ['units.id'], name=op.f('fk_units_parent_id_units')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_units')),
    sa.UniqueConstraint('code', name=op.f('uq_units_code')),
    sa.UniqueConstraint('parent_id', 'name', name=op.f('uq_units_parent_id_name'))
    )
    op.create_table('departments',
    sa.Column('unit_id', sa.Uuid(), nullable=False),
    sa.Column('name', sa.String(length=80), nullable=False),
    sa.Column('is_active', sa.Boolean(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['unit_id'], ['units.id'], name=op.f('fk_departments_unit_id_units')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_departments')),
    sa.UniqueConstraint('unit_id', 'name', name=op.f('uq_departments_unit_id_name'))
    )
    op.create_table('roads',
    sa.Column('district_id', sa.Uuid(), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('is_unnamed', sa.Boolean(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['district_id'], ['units.id'], name=op.f('fk_roads_district_id_units')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_roads')),
    sa.UniqueConstraint('district_id', 'name', name=op.f('uq_roads_district_id_name'))
    )
    op.create_table('department_duties',
    sa.Column('department_id', sa.Uuid(), nullable=False),
    sa.Column('unit_id', sa.Uuid(), nullable=False),
    sa.Column('category_id', sa.Uuid(), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['category_id'], ['categories.id'], name=op.f('fk_department_duties_category_id_categories')),
    sa.ForeignKeyConstraint(['department_id'], ['departments.id'], name=op.f('fk_department_duties_department_id_departments')),
    sa.ForeignKeyConstraint(['unit_id'], ['units.id'], name=op.f('fk_department_duties_unit_id_units')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_department_duties'))
    )
    op.create_index(op.f('ix_department_duties_department_id'), 'department_duties', ['department_id'], unique=False)
    op.create_index('ix_department_duties_unit_id_category_id', 'department_duties', ['unit_id', 'category_id'], unique=False)
    op.create_geospatial_table('road_segments',
    sa.Column('road_id', sa.Uuid(), nullable=False),
    sa.Column('unit_id', sa.Uuid(), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('length_m', sa.Double(), nullable=False),
    sa.Column('geometry', Geometry(geometry_type='MULTILINESTRING', srid=4326, dimension=2, spatial_index=False, from_text='ST_GeomFromEWKT', name='geometry', nullable=False), nullable=False),
    sa.Column('source_ref', sa.Text(), nullable=False),
    sa.Column('is_key_area', sa.Boolean(), nullable=False),
    sa.Column('is_approximate', sa.Boolean(), nullable=False),
    sa.Column('retired_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['road_id'], ['roads.id'], name=op.f('fk_road_segments_road_id_roads')),
    sa.ForeignKeyConstraint(['unit_id'], ['units.id'], name=op.f('fk_road_segments_unit_id_units')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_road_segments'))
    )
    op.create_geospatial_index('idx_road_segments_geometry', 'road_segments', ['geometry'], unique=False, postgresql_using='gist', postgresql_ops={})
    op.create_index(op.f('ix_road_segments_road_id'), 'road_segments', ['road_id'], unique=False)
    op.create_index(op.f('ix_road_segments_unit_id'), 'road_segments', ['unit_id'], unique=False)
    op.create_table('users',
    sa.Column('username', sa.String(length=60), nullable=False),
    sa.Column('name', sa.String(length=60), nullable=False),
    sa.Column('password_hash', sa.String(length=200), nullable=False),
    sa.Column('department_id', sa.Uuid(), nullable=True),
    sa.Column('is_active', sa.Boolean(), nullable=False),
    sa.Column('is_demo', sa.Boolean(), nullable=False),
    sa.Column('must_change_password', sa.Boolean(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['department_id'], ['departments.id'], name=op.f('fk_users_department_id_departments')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_users')),
    sa.UniqueConstraint('username', name=op.f('uq_users_username'))
    )
    op.create_index('ix_users_is_demo', 'users', ['is_demo'], unique=False)
    op.create_table('appointments',
    sa.Column('segment_id', sa.Uuid(), nullable=False),
    sa.Column('user_id', sa.Uuid(), nullable=False),
    sa.Column('level_id', sa.Uuid(), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('ends_on', sa.Date(), nullable=True),
    sa.Column('stands_in_for_id', sa.Uuid(), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.CheckConstraint('ends_on IS NULL OR ends_on >= starts_on', name=op.f('ck_appointments_dates')),
    sa.ForeignKeyConstraint(['level_id'], ['chief_levels.id'], name=op.f('fk_appointments_level_id_chief_levels')),
    sa.ForeignKeyConstraint(['segment_id'], ['road_segments.id'], name=op.f('fk_appointments_segment_id_road_segments')),
    sa.ForeignKeyConstraint(['stands_in_for_id'], ['users.id'], name=op.f('fk_appointments_stands_in_for_id_users')),
    sa.ForeignKeyConstraint(['user_id'], ['users.id'], name=op.f('fk_appointments_user_id_users')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_appointments'))
    )
    op.create_index('ix_appointments_segment_id_starts_on', 'appointments', ['segment_id', 'starts_on'], unique=False)
    op.create_index('ix_appointments_user_id_segment_id', 'appointments', ['user_id', 'segment_id'], unique=False)
    op.create_geospatial_table('cases',
    sa.Column('number', sa.String(length=40), nullable=True),
    sa.Column('status', sa.String(length=20), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('source', sa.String(length=20), nullable=False),
    sa.Column('category_id', sa.Uuid(), nullable=False),
    sa.Column('category_code', sa.String(length=20), nullable=False),
    sa.Column('description', sa.Text(), nullable=False),
    sa.Column('search_text', sa.Text(), nullable=False),
    sa.Column('lon', sa.Double(), nullable=True),
    sa.Column('lat', sa.Double(), nullable=True),
    sa.Column('location', Geometry(geometry_type='POINT', srid=4326, dimension=2, spatial_index=False, from_text='ST_GeomFromEWKT', name='geometry'), nullable=True),
    sa.Column('location_sent', sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), 'postgresql'), nullable=True),
    sa.Column('datum', sa.String(length=10), nullable=False),
    sa.Column('accuracy_m', sa.Double(), nullable=True),
    sa.Column('heading', sa.Double(), nullable=True),
    sa.Column('placed_by', sa.String(length=10), nullable=False),
    sa.Column('segment_id', sa.Uuid(), nullable=True),
    sa.Column('segment_distance_m', sa.Double(), nullable=True),
    sa.Column('side', sa.String(length=5), nullable=True),
    sa.Column('unit_id', sa.Uuid(), nullable=False),
    sa.Column('chief_id', sa.Uuid(), nullable=True),
    sa.Column('reporter_id', sa.Uuid(), nullable=False),
    sa.Column('reporter_seen_version', sa.Integer(), nullable=False),
    sa.Column('department_id', sa.Uuid(), nullable=True),
    sa.Column('assignee_id', sa.Uuid(), nullable=True),
    sa.Column('handler_id', sa.Uuid(), nullable=True),
    sa.Column('observed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('received_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('filed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('assigned_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('handled_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('limit_hours', sa.Double(), nullable=True),
    sa.Column('yellow_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('due_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('paused_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('extension_asked_until', sa.DateTime(timezone=True), nullable=True),
    sa.Column('confirm_asked', sa.Boolean(), nullable=False),
    sa.Column('confirmed', sa.Boolean(), nullable=True),
    sa.Column('self_handled', sa.Boolean(), nullable=False),
    sa.Column('rework_count', sa.Integer(), nullable=False),
    sa.Column('suspended_from', sa.String(length=20), nullable=True),
    sa.Column('merged_from', sa.String(length=20), nullable=True),
    sa.Column('merged_into_id', sa.Uuid(), nullable=True),
    sa.Column('body_hash', sa.String(length=64), nullable=False),
    sa.Column('last_action', sa.String(length=24), nullable=False),
    sa.Column('last_note', sa.Text(), nullable=False),
    sa.Column('thumb_sha256', sa.String(length=64), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.CheckConstraint("datum IN ('wgs84', 'gcj02', 'bd09', 'cgcs2000')", name=op.f('ck_cases_datum')),
    sa.CheckConstraint("placed_by IN ('gps', 'map', 'segment')", name=op.f('ck_cases_placed_by')),
    sa.CheckConstraint("side IS NULL OR side IN ('east', 'west', 'south', 'north')", name=op.f('ck_cases_side')),
    sa.CheckConstraint("source IN ('patrol', 'public', 'hotline', 'video', 'leader', 'department', 'media', 'import')", name=op.f('ck_cases_source')),
    sa.CheckConstraint("status IN ('reported', 'rejected', 'filed', 'assigned', 'handling', 'handled', 'closed', 'suspended', 'merged', 'withdrawn')", name=op.f('ck_cases_status')),
    sa.ForeignKeyConstraint(['assignee_id'], ['users.id'], name=op.f('fk_cases_assignee_id_users')),
    sa.ForeignKeyConstraint(['category_id'], ['categories.id'], name=op.f('fk_cases_category_id_categories')),
    sa.ForeignKeyConstraint(['chief_id'], ['users.id'], name=op.f('fk_cases_chief_id_users')),
    sa.ForeignKeyConstraint(['department_id'], ['departments.id'], name=op.f('fk_cases_department_id_departments')),
    sa.ForeignKeyConstraint(['handler_id'], ['users.id'], name=op.f('fk_cases_handler_id_users')),
    sa.ForeignKeyConstraint(['merged_into_id'], ['cases.id'], name=op.f('fk_cases_merged_into_id_cases')),
    sa.ForeignKeyConstraint(['reporter_id'], ['users.id'], name=op.f('fk_cases_reporter_id_users')),
    sa.ForeignKeyConstraint(['segment_id'], ['road_segments.id'], name=op.f('fk_cases_segment_id_road_segments')),
    sa.ForeignKeyConstraint(['unit_id'], ['units.id'], name=op.f('fk_cases_unit_id_units')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_cases')),
    sa.UniqueConstraint('number', name=op.f('uq_cases_number'))
    )
    op.create_geospatial_index('idx_cases_location', 'cases', ['location'], unique=False, postgresql_using='gist', postgresql_ops={})
    op.create_index('ix_cases_assignee_id', 'cases', ['assignee_id'], unique=False)
    op.create_index(op.f('ix_cases_category_id'), 'cases', ['category_id'], unique=False)
    op.create_index('ix_cases_department_id_status', 'cases', ['department_id', 'status'], unique=False)
    op.create_index('ix_cases_due_at', 'cases', ['due_at'], unique=False)
    op.create_index('ix_cases_merged_into_id', 'cases', ['merged_into_id'], unique=False)
    op.create_index('ix_cases_received_at', 'cases', ['received_at', 'id'], unique=False, postgresql_include=['unit_id', 'status'])
    op.create_index('ix_cases_reporter_id_received_at', 'cases', ['reporter_id', 'received_at', 'id'], unique=False)
    op.create_index('ix_cases_segment_id_status', 'cases', ['segment_id', 'status'], unique=False)
    op.create_index('ix_cases_status_received_at', 'cases', ['status', 'received_at', 'id'], unique=False, postgresql_include=['unit_id'])
    op.create_index('ix_cases_unit_id_received_at', 'cases', ['unit_id', 'received_at', 'id'], unique=False)
    op.create_table('login_sessions',
    sa.Column('token_hash', sa.String(length=64), nullable=False),
    sa.Column('user_id', sa.Uuid(), nullable=False),
    sa.Column('device', sa.String(length=10), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('seen_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint("device IN ('phone', 'desk')", name=op.f('ck_login_sessions_device')),
    sa.ForeignKeyConstraint(['user_id'], ['users.id'], name=op.f('fk_login_sessions_user_id_users')),
    sa.PrimaryKeyConstraint('token_hash', name=op.f('pk_login_sessions'))
    )
    op.create_index(op.f('ix_login_sessions_user_id'), 'login_sessions', ['user_id'], unique=False)
    op.create_table('photo_uploads',
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('user_id', sa.Uuid(), nullable=False),
    sa.Column('uploaded_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['sha256'], ['photos.sha256'], name=op.f('fk_photo_uploads_sha256_photos')),
    sa.ForeignKeyConstraint(['user_id'], ['users.id'], name=op.f('fk_photo_uploads_user_id_users')),
    sa.PrimaryKeyConstraint('sha256', 'user_id', name=op.f('pk_photo_uploads'))
    )
    op.create_table('role_grants',
    sa.Column('user_id', sa.Uuid(), nullable=False),
    sa.Column('role', sa.String(length=20), nullable=False),
    sa.Column('unit_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.CheckConstraint("role IN ('road_chief', 'supervisor', 'handler', 'organiser', 'viewer', 'admin')", name=op.f('ck_role_grants_role')),
    sa.ForeignKeyConstraint(['unit_id'], ['units.id'], name=op.f('fk_role_grants_unit_id_units')),
    sa.ForeignKeyConstraint(['user_id'], ['users.id'], name=op.f('fk_role_grants_user_id_users')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_role_grants')),
    sa.UniqueConstraint('user_id', 'role', 'unit_id', name=op.f('uq_role_grants_user_id_role_unit_id'))
    )
    op.create_table('case_changes',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('transaction_number', sa.BigInteger(), nullable=False),
    sa.Column('case_id', sa.Uuid(), nullable=False),
    sa.Column('unit_id', sa.Uuid(), nullable=False),
    sa.Column('segment_id', sa.Uuid(), nullable=True),
    sa.Column('department_id', sa.Uuid(), nullable=True),
    sa.Column('assignee_id', sa.Uuid(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['cases.id'], name=op.f('fk_case_changes_case_id_cases')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_case_changes'))
    )
    op.create_index(op.f('ix_case_changes_case_id'), 'case_changes', ['case_id'], unique=False)
    op.create_index('ix_case_changes_transaction_number_id', 'case_changes', ['transaction_number', 'id'], unique=False)
    op.create_table('case_events',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('case_id', sa.Uuid(), nullable=False),
    sa.Column('action_id', sa.Uuid(), nullable=False),
    sa.Column('step', sa.Integer(), nullable=False),
    sa.Column('action', sa.String(length=24), nullable=False),
    sa.Column('actor_id', sa.Uuid(), nullable=False),
    sa.Column('actor_name', sa.String(length=60), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('from_status', sa.String(length=20), nullable=True),
    sa.Column('to_status', sa.String(length=20), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('data', sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), 'postgresql'), nullable=False),
    sa.ForeignKeyConstraint(['actor_id'], ['users.id'], name=op.f('fk_case_events_actor_id_users')),
    sa.ForeignKeyConstraint(['case_id'], ['cases.id'], name=op.f('fk_case_events_case_id_cases')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_case_events')),
    sa.UniqueConstraint('case_id', 'action_id', 'step', name=op.f('uq_case_events_case_id_action_id_step'))
    )
    op.create_index('ix_case_events_actor_id_case_id', 'case_events', ['actor_id', 'case_id'], unique=False)
    op.create_index('ix_case_events_case_id', 'case_events', ['case_id'], unique=False)
    op.create_table('case_photos',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('case_id', sa.Uuid(), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('role', sa.String(length=10), nullable=False),
    sa.Column('named_by_id', sa.Uuid(), nullable=False),
    sa.Column('named_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('taken_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('lon', sa.Double(), nullable=True),
    sa.Column('lat', sa.Double(), nullable=True),
    sa.Column('original_sha256', sa.String(length=64), nullable=True),
    sa.CheckConstraint("role IN ('before', 'after', 'near', 'far', 'check')", name=op.f('ck_case_photos_role')),
    sa.ForeignKeyConstraint(['case_id'], ['cases.id'], name=op.f('fk_case_photos_case_id_cases')),
    sa.ForeignKeyConstraint(['named_by_id'], ['users.id'], name=op.f('fk_case_photos_named_by_id_users')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_case_photos')),
    sa.UniqueConstraint('case_id', 'sha256', 'role', name=op.f('uq_case_photos_case_id_sha256_role'))
    )
    op.create_index('ix_case_photos_sha256', 'case_photos', ['sha256'], unique=False)
    make_append_only(op.get_bind(), *LOGS)


def downgrade() -> None:
    """And back."""
    drop_append_only(op.get_bind(), *LOGS)
    op.drop_index('ix_case_photos_sha256', table_name='case_photos')
    op.drop_table('case_photos')
    op.drop_index('ix_case_events_case_id', table_name='case_events')
    op.drop_index('ix_case_events_actor_id_case_id', table_name='case_events')
    op.drop_table('case_events')
    op.drop_index('ix_case_changes_transaction_number_id', table_name='case_changes')
    op.drop_index(op.f('ix_case_changes_case_id'), table_name='case_changes')
    op.drop_table('case_changes')
    op.drop_table('role_grants')
    op.drop_table('photo_uploads')
    op.drop_index(op.f('ix_login_sessions_user_id'), table_name='login_sessions')
    op.drop_table('login_sessions')
    op.drop_index('ix_cases_unit_id_received_at', table_name='cases')
    op.drop_index('ix_cases_status_received_at', table_name='cases')
    op.drop_index('ix_cases_segment_id_status', table_name='cases')
    op.drop_index('ix_cases_reporter_id_received_at', table_name='cases')
    op.drop_index('ix_cases_received_at', table_name='cases')
    op.drop_index('ix_cases_merged_into_id', table_name='cases')
    op.drop_index('ix_cases_due_at', table_name='cases')
    op.drop_index('ix_cases_department_id_status', table_name='cases')
    op.drop_index(op.f('ix_cases_category_id'), table_name='cases')
    op.drop_index('ix_cases_assignee_id', table_name='cases')
    op.drop_geospatial_index('idx_cases_location', table_name='cases', postgresql_using='gist', column_name='location')
    op.drop_geospatial_table('cases')
    op.drop_index('ix_appointments_user_id_segment_id', table_name='appointments')
    op.drop_index('ix_appointments_segment_id_starts_on', table_name='appointments')
    op.drop_table('appointments')
    op.drop_index('ix_users_is_demo', table_name='users')
    op.drop_table('users')
    op.drop_index(op.f('ix_road_segments_unit_id'), table_name='road_segments')
    op.drop_index(op.f('ix_road_segments_road_id'), table_name='road_segments')
    op.drop_geospatial_index('idx_road_segments_geometry', table_name='road_segments', postgresql_using='gist', column_name='geometry')
    op.drop_geospatial_table('road_segments')
    op.drop_index('ix_department_duties_unit_id_category_id', table_name='department_duties')
    op.drop_index(op.f('ix_department_duties_department_id'), table_name='department_duties')
    op.drop_table('department_duties')
    op.drop_table('roads')
    op.drop_table('departments')
    op.drop_table('units')
    op.drop_table('stamps')
    op.drop_index('ix_photos_next_try_at', table_name='photos')
    op.drop_table('photos')
    op.drop_table('chief_levels')
    op.drop_table('categories')
    op.drop_table('case_numbers')
    op.drop_index(op.f('ix_login_failures_failed_at'), table_name='login_failures')
    op.drop_table('login_failures')
    op.drop_index('ix_audit_log_subject', table_name='audit_log')
    op.drop_index('ix_audit_log_at', table_name='audit_log')
    op.drop_table('audit_log')
