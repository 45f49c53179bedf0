"""Add cleanups: series, sessions, counting, shops, results, briefs; with the words they begin with."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None


CATEGORIES = (
    ("party_member", "社区党员", "nothing"),
    ("building_chief", "楼栋长", "nothing"),
    ("volunteer", "志愿者", "nothing"),
    ("stationed_unit", "驻辖区单位", "stationed_unit"),
    ("street_shop", "沿街门店", "shop"),
    ("street_staff", "街道工作人员", "nothing"),
)
KINDS = (
    ("bags", "清理垃圾", "袋"),
    ("household_waste", "生活垃圾", "立方米"),
    ("construction_waste", "建筑垃圾", "立方米"),
    ("bulky_waste", "大件废弃物", "立方米"),
    ("washed", "冲洗路面", "平方米"),
    ("adverts_removed", "清除小广告", "处"),
    ("bicycles_aligned", "规整非机动车", "辆"),
)


def upgrade() -> None:
    """Forward."""
    op.create_table('cleanup_result_kinds',
    sa.Column('code', sa.String(length=30), nullable=False),
    sa.Column('name', sa.String(length=40), nullable=False),
    sa.Column('measure', sa.String(length=20), nullable=False),
    sa.Column('rank', sa.Integer(), nullable=False),
    sa.Column('is_active', sa.Boolean(), nullable=False),
    sa.PrimaryKeyConstraint('code', name=op.f('pk_cleanup_result_kinds'))
    )
    op.create_table('participant_categories',
    sa.Column('code', sa.String(length=30), nullable=False),
    sa.Column('name', sa.String(length=40), nullable=False),
    sa.Column('asks_for', sa.String(length=20), nullable=False),
    sa.Column('rank', sa.Integer(), nullable=False),
    sa.Column('is_active', sa.Boolean(), nullable=False),
    sa.CheckConstraint("asks_for IN ('nothing', 'stationed_unit', 'shop')", name=op.f('ck_participant_categories_asks_for')),
    sa.PrimaryKeyConstraint('code', name=op.f('pk_participant_categories'))
    )
    op.create_table('cleanup_series',
    sa.Column('unit_id', sa.Uuid(), nullable=False),
    sa.Column('name', sa.String(length=80), nullable=False),
    sa.Column('rhythm', sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), 'postgresql'), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('ends_on', sa.Date(), nullable=True),
    sa.Column('pauses', sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), 'postgresql'), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('body_hash', sa.String(length=64), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['unit_id'], ['units.id'], name=op.f('fk_cleanup_series_unit_id_units')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_cleanup_series'))
    )
    op.create_index(op.f('ix_cleanup_series_unit_id'), 'cleanup_series', ['unit_id'], unique=False)
    op.create_table('stationed_units',
    sa.Column('unit_id', sa.Uuid(), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('is_active', sa.Boolean(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['unit_id'], ['units.id'], name=op.f('fk_stationed_units_unit_id_units')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_stationed_units')),
    sa.UniqueConstraint('unit_id', 'name', name=op.f('uq_stationed_units_unit_id_name'))
    )
    op.create_table('cleanup_sessions',
    sa.Column('series_id', sa.Uuid(), nullable=False),
    sa.Column('unit_id', sa.Uuid(), nullable=False),
    sa.Column('planned_on', sa.Date(), nullable=True),
    sa.Column('held_on', sa.Date(), nullable=False),
    sa.Column('week', sa.Integer(), nullable=False),
    sa.Column('starts_at', sa.Time(), nullable=True),
    sa.Column('ends_at', sa.Time(), nullable=True),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('sign_in_code', sa.String(length=16), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('finished_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('cancelled_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('body_hash', sa.String(length=64), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['series_id'], ['cleanup_series.id'], name=op.f('fk_cleanup_sessions_series_id_cleanup_series')),
    sa.ForeignKeyConstraint(['unit_id'], ['units.id'], name=op.f('fk_cleanup_sessions_unit_id_units')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_cleanup_sessions')),
    sa.UniqueConstraint('sign_in_code', name=op.f('uq_cleanup_sessions_sign_in_code'))
    )
    op.create_index('ix_cleanup_sessions_held_on', 'cleanup_sessions', ['held_on', 'id'], unique=False)
    op.create_index('ix_cleanup_sessions_series_id_held_on', 'cleanup_sessions', ['series_id', 'held_on'], unique=False)
    op.create_index('ix_cleanup_sessions_unit_id_held_on', 'cleanup_sessions', ['unit_id', 'held_on', 'id'], unique=False)
    op.create_table('cleanup_briefs',
    sa.Column('session_id', sa.Uuid(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('title', sa.String(length=120), nullable=False),
    sa.Column('heading', sa.String(length=120), nullable=False),
    sa.Column('weather', sa.String(length=120), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('signature', sa.String(length=120), nullable=False),
    sa.Column('pairs', sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), 'postgresql'), nullable=False),
    sa.Column('edited_by_id', sa.Uuid(), nullable=False),
    sa.Column('edited_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['edited_by_id'], ['users.id'], name=op.f('fk_cleanup_briefs_edited_by_id_users')),
    sa.ForeignKeyConstraint(['session_id'], ['cleanup_sessions.id'], name=op.f('fk_cleanup_briefs_session_id_cleanup_sessions')),
    sa.PrimaryKeyConstraint('session_id', name=op.f('pk_cleanup_briefs'))
    )
    op.create_table('cleanup_events',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('session_id', sa.Uuid(), nullable=False),
    sa.Column('action_id', sa.Uuid(), nullable=False),
    sa.Column('action', sa.String(length=24), nullable=False),
    sa.Column('actor_id', sa.Uuid(), nullable=False),
    sa.Column('actor_name', sa.String(length=60), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('data', sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), 'postgresql'), nullable=False),
    sa.ForeignKeyConstraint(['actor_id'], ['users.id'], name=op.f('fk_cleanup_events_actor_id_users')),
    sa.ForeignKeyConstraint(['session_id'], ['cleanup_sessions.id'], name=op.f('fk_cleanup_events_session_id_cleanup_sessions')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_cleanup_events')),
    sa.UniqueConstraint('session_id', 'action_id', name=op.f('uq_cleanup_events_session_id_action_id'))
    )
    op.create_table('cleanup_sites',
    sa.Column('session_id', sa.Uuid(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('segment_id', sa.Uuid(), nullable=True),
    sa.Column('road_id', sa.Uuid(), nullable=True),
    sa.Column('lon', sa.Double(), nullable=True),
    sa.Column('lat', sa.Double(), nullable=True),
    sa.Column('location_sent', sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), 'postgresql'), nullable=True),
    sa.Column('unit_id', sa.Uuid(), nullable=False),
    sa.Column('planned', sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), 'postgresql'), nullable=False),
    sa.Column('withdrawn_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('results_version', sa.Integer(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.CheckConstraint('CASE WHEN segment_id IS NULL THEN 0 ELSE 1 END + CASE WHEN road_id IS NULL THEN 0 ELSE 1 END + CASE WHEN lon IS NULL THEN 0 ELSE 1 END = 1', name=op.f('ck_cleanup_sites_place')),
    sa.ForeignKeyConstraint(['road_id'], ['roads.id'], name=op.f('fk_cleanup_sites_road_id_roads')),
    sa.ForeignKeyConstraint(['segment_id'], ['road_segments.id'], name=op.f('fk_cleanup_sites_segment_id_road_segments')),
    sa.ForeignKeyConstraint(['session_id'], ['cleanup_sessions.id'], name=op.f('fk_cleanup_sites_session_id_cleanup_sessions')),
    sa.ForeignKeyConstraint(['unit_id'], ['units.id'], name=op.f('fk_cleanup_sites_unit_id_units')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_cleanup_sites'))
    )
    op.create_index(op.f('ix_cleanup_sites_session_id'), 'cleanup_sites', ['session_id'], unique=False)
    op.create_table('shops',
    sa.Column('unit_id', sa.Uuid(), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('segment_id', sa.Uuid(), nullable=True),
    sa.Column('lon', sa.Double(), nullable=True),
    sa.Column('lat', sa.Double(), nullable=True),
    sa.Column('location_sent', sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), 'postgresql'), nullable=True),
    sa.Column('is_active', sa.Boolean(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['segment_id'], ['road_segments.id'], name=op.f('fk_shops_segment_id_road_segments')),
    sa.ForeignKeyConstraint(['unit_id'], ['units.id'], name=op.f('fk_shops_unit_id_units')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_shops'))
    )
    op.create_index(op.f('ix_shops_segment_id'), 'shops', ['segment_id'], unique=False)
    op.create_index('ix_shops_unit_id_name', 'shops', ['unit_id', 'name', 'id'], unique=False)
    op.create_table('cleanup_cases',
    sa.Column('site_id', sa.Uuid(), nullable=False),
    sa.Column('case_id', sa.Uuid(), nullable=False),
    sa.Column('linked_by_id', sa.Uuid(), nullable=False),
    sa.Column('linked_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['cases.id'], name=op.f('fk_cleanup_cases_case_id_cases')),
    sa.ForeignKeyConstraint(['linked_by_id'], ['users.id'], name=op.f('fk_cleanup_cases_linked_by_id_users')),
    sa.ForeignKeyConstraint(['site_id'], ['cleanup_sites.id'], name=op.f('fk_cleanup_cases_site_id_cleanup_sites')),
    sa.PrimaryKeyConstraint('site_id', 'case_id', name=op.f('pk_cleanup_cases'))
    )
    op.create_index(op.f('ix_cleanup_cases_case_id'), 'cleanup_cases', ['case_id'], unique=False)
    op.create_table('cleanup_entries',
    sa.Column('site_id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.String(length=12), nullable=False),
    sa.Column('category_code', sa.String(length=30), nullable=False),
    sa.Column('stationed_unit_id', sa.Uuid(), nullable=True),
    sa.Column('count', sa.Integer(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('written_by_id', sa.Uuid(), nullable=False),
    sa.Column('written_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('struck_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('strike_reason', sa.Text(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.CheckConstraint("kind = 'correction' OR count > 0", name=op.f('ck_cleanup_entries_announced')),
    sa.CheckConstraint("kind IN ('announced', 'correction')", name=op.f('ck_cleanup_entries_kind')),
    sa.ForeignKeyConstraint(['category_code'], ['participant_categories.code'], name=op.f('fk_cleanup_entries_category_code_participant_categories')),
    sa.ForeignKeyConstraint(['site_id'], ['cleanup_sites.id'], name=op.f('fk_cleanup_entries_site_id_cleanup_sites')),
    sa.ForeignKeyConstraint(['stationed_unit_id'], ['stationed_units.id'], name=op.f('fk_cleanup_entries_stationed_unit_id_stationed_units')),
    sa.ForeignKeyConstraint(['written_by_id'], ['users.id'], name=op.f('fk_cleanup_entries_written_by_id_users')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_cleanup_entries'))
    )
    op.create_index(op.f('ix_cleanup_entries_site_id'), 'cleanup_entries', ['site_id'], unique=False)
    op.create_table('cleanup_links',
    sa.Column('site_id', sa.Uuid(), nullable=False),
    sa.Column('label', sa.String(length=60), nullable=False),
    sa.Column('made_by_id', sa.Uuid(), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('revoked_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['made_by_id'], ['users.id'], name=op.f('fk_cleanup_links_made_by_id_users')),
    sa.ForeignKeyConstraint(['site_id'], ['cleanup_sites.id'], name=op.f('fk_cleanup_links_site_id_cleanup_sites')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_cleanup_links'))
    )
    op.create_index(op.f('ix_cleanup_links_site_id'), 'cleanup_links', ['site_id'], unique=False)
    op.create_table('cleanup_photos',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('site_id', sa.Uuid(), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('role', sa.String(length=10), nullable=False),
    sa.Column('pair', sa.Integer(), nullable=False),
    sa.Column('named_by_id', sa.Uuid(), nullable=False),
    sa.Column('named_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('taken_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('withdrawn_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint("role IN ('before', 'after')", name=op.f('ck_cleanup_photos_role')),
    sa.ForeignKeyConstraint(['named_by_id'], ['users.id'], name=op.f('fk_cleanup_photos_named_by_id_users')),
    sa.ForeignKeyConstraint(['site_id'], ['cleanup_sites.id'], name=op.f('fk_cleanup_photos_site_id_cleanup_sites')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_cleanup_photos')),
    sa.UniqueConstraint('site_id', 'sha256', 'role', name=op.f('uq_cleanup_photos_site_id_sha256_role'))
    )
    op.create_index('ix_cleanup_photos_sha256', 'cleanup_photos', ['sha256'], unique=False)
    op.create_table('cleanup_results',
    sa.Column('site_id', sa.Uuid(), nullable=False),
    sa.Column('kind_code', sa.String(length=30), nullable=False),
    sa.Column('hundredths', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['kind_code'], ['cleanup_result_kinds.code'], name=op.f('fk_cleanup_results_kind_code_cleanup_result_kinds')),
    sa.ForeignKeyConstraint(['site_id'], ['cleanup_sites.id'], name=op.f('fk_cleanup_results_site_id_cleanup_sites')),
    sa.PrimaryKeyConstraint('site_id', 'kind_code', name=op.f('pk_cleanup_results'))
    )
    op.create_table('cleanup_shop_ticks',
    sa.Column('session_id', sa.Uuid(), nullable=False),
    sa.Column('shop_id', sa.Uuid(), nullable=False),
    sa.Column('site_id', sa.Uuid(), nullable=False),
    sa.Column('is_ticked', sa.Boolean(), nullable=False),
    sa.Column('ticked_by_id', sa.Uuid(), nullable=False),
    sa.Column('ticked_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['session_id'], ['cleanup_sessions.id'], name=op.f('fk_cleanup_shop_ticks_session_id_cleanup_sessions')),
    sa.ForeignKeyConstraint(['shop_id'], ['shops.id'], name=op.f('fk_cleanup_shop_ticks_shop_id_shops')),
    sa.ForeignKeyConstraint(['site_id'], ['cleanup_sites.id'], name=op.f('fk_cleanup_shop_ticks_site_id_cleanup_sites')),
    sa.ForeignKeyConstraint(['ticked_by_id'], ['users.id'], name=op.f('fk_cleanup_shop_ticks_ticked_by_id_users')),
    sa.PrimaryKeyConstraint('session_id', 'shop_id', name=op.f('pk_cleanup_shop_ticks'))
    )
    op.create_index(op.f('ix_cleanup_shop_ticks_shop_id'), 'cleanup_shop_ticks', ['shop_id'], unique=False)
    op.create_table('cleanup_sign_ins',
    sa.Column('session_id', sa.Uuid(), nullable=False),
    sa.Column('site_id', sa.Uuid(), nullable=False),
    sa.Column('device_hash', sa.String(length=64), nullable=False),
    sa.Column('category_code', sa.String(length=30), nullable=False),
    sa.Column('shop_id', sa.Uuid(), nullable=True),
    sa.Column('stationed_unit_id', sa.Uuid(), nullable=True),
    sa.Column('signed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('struck_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('strike_reason', sa.Text(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['category_code'], ['participant_categories.code'], name=op.f('fk_cleanup_sign_ins_category_code_participant_categories')),
    sa.ForeignKeyConstraint(['session_id'], ['cleanup_sessions.id'], name=op.f('fk_cleanup_sign_ins_session_id_cleanup_sessions')),
    sa.ForeignKeyConstraint(['shop_id'], ['shops.id'], name=op.f('fk_cleanup_sign_ins_shop_id_shops')),
    sa.ForeignKeyConstraint(['site_id'], ['cleanup_sites.id'], name=op.f('fk_cleanup_sign_ins_site_id_cleanup_sites')),
    sa.ForeignKeyConstraint(['stationed_unit_id'], ['stationed_units.id'], name=op.f('fk_cleanup_sign_ins_stationed_unit_id_stationed_units')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_cleanup_sign_ins')),
    sa.UniqueConstraint('session_id', 'device_hash', name=op.f('uq_cleanup_sign_ins_session_id_device_hash'))
    )
    op.create_index('ix_cleanup_sign_ins_session_id_signed_at', 'cleanup_sign_ins', ['session_id', 'signed_at', 'id'], unique=False)
    op.create_index('ix_cleanup_sign_ins_shop_id', 'cleanup_sign_ins', ['shop_id'], unique=False)
    op.create_index('ix_cleanup_sign_ins_site_id_category_code', 'cleanup_sign_ins', ['site_id', 'category_code'], unique=False)
    op.create_table('cleanup_site_people',
    sa.Column('site_id', sa.Uuid(), nullable=False),
    sa.Column('user_id', sa.Uuid(), nullable=False),
    sa.Column('role', sa.String(length=10), nullable=False),
    sa.CheckConstraint("role IN ('lead', 'helper')", name=op.f('ck_cleanup_site_people_role')),
    sa.ForeignKeyConstraint(['site_id'], ['cleanup_sites.id'], name=op.f('fk_cleanup_site_people_site_id_cleanup_sites')),
    sa.ForeignKeyConstraint(['user_id'], ['users.id'], name=op.f('fk_cleanup_site_people_user_id_users')),
    sa.PrimaryKeyConstraint('site_id', 'user_id', name=op.f('pk_cleanup_site_people'))
    )
    op.create_index(op.f('ix_cleanup_site_people_user_id'), 'cleanup_site_people', ['user_id'], unique=False)
    op.create_table('cleanup_source_choices',
    sa.Column('site_id', sa.Uuid(), nullable=False),
    sa.Column('category_code', sa.String(length=30), nullable=False),
    sa.Column('tally', sa.Boolean(), nullable=False),
    sa.Column('sign_in', sa.Boolean(), nullable=False),
    sa.Column('announced', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['category_code'], ['participant_categories.code'], name=op.f('fk_cleanup_source_choices_category_code_participant_categories')),
    sa.ForeignKeyConstraint(['site_id'], ['cleanup_sites.id'], name=op.f('fk_cleanup_source_choices_site_id_cleanup_sites')),
    sa.PrimaryKeyConstraint('site_id', 'category_code', name=op.f('pk_cleanup_source_choices'))
    )
    op.create_table('cleanup_counters',
    sa.Column('site_id', sa.Uuid(), nullable=False),
    sa.Column('seq', sa.BigInteger(), nullable=False),
    sa.Column('user_id', sa.Uuid(), nullable=True),
    sa.Column('link_id', sa.Uuid(), nullable=True),
    sa.Column('received_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('struck_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('strike_reason', sa.Text(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['link_id'], ['cleanup_links.id'], name=op.f('fk_cleanup_counters_link_id_cleanup_links')),
    sa.ForeignKeyConstraint(['site_id'], ['cleanup_sites.id'], name=op.f('fk_cleanup_counters_site_id_cleanup_sites')),
    sa.ForeignKeyConstraint(['user_id'], ['users.id'], name=op.f('fk_cleanup_counters_user_id_users')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_cleanup_counters'))
    )
    op.create_index(op.f('ix_cleanup_counters_site_id'), 'cleanup_counters', ['site_id'], unique=False)
    op.create_table('cleanup_counter_values',
    sa.Column('counter_id', sa.Uuid(), nullable=False),
    sa.Column('category_code', sa.String(length=30), nullable=False),
    sa.Column('count', sa.Integer(), nullable=False),
    sa.CheckConstraint('count > 0', name=op.f('ck_cleanup_counter_values_count')),
    sa.ForeignKeyConstraint(['category_code'], ['participant_categories.code'], name=op.f('fk_cleanup_counter_values_category_code_participant_categories')),
    sa.ForeignKeyConstraint(['counter_id'], ['cleanup_counters.id'], name=op.f('fk_cleanup_counter_values_counter_id_cleanup_counters')),
    sa.PrimaryKeyConstraint('counter_id', 'category_code', name=op.f('pk_cleanup_counter_values'))
    )
    op.bulk_insert(
        sa.table("participant_categories", *map(sa.column, ("code", "name", "asks_for", "rank", "is_active"))),
        [
            {"code": code, "name": name, "asks_for": asks_for, "rank": 10 * rank, "is_active": True}
            for rank, (code, name, asks_for) in enumerate(CATEGORIES, 1)
        ],
    )
    op.bulk_insert(
        sa.table("cleanup_result_kinds", *map(sa.column, ("code", "name", "measure", "rank", "is_active"))),
        [
            {"code": code, "name": name, "measure": measure, "rank": 10 * rank, "is_active": True}
            for rank, (code, name, measure) in enumerate(KINDS, 1)
        ],
    )


def downgrade() -> None:
    """And back."""
    op.drop_table('cleanup_counter_values')
    op.drop_index(op.f('ix_cleanup_counters_site_id'), table_name='cleanup_counters')
    op.drop_table('cleanup_counters')
    op.drop_table('cleanup_source_choices')
    op.drop_index(op.f('ix_cleanup_site_people_user_id'), table_name='cleanup_site_people')
    op.drop_table('cleanup_site_people')
    op.drop_index('ix_cleanup_sign_ins_site_id_category_code', table_name='cleanup_sign_ins')
    op.drop_index('ix_cleanup_sign_ins_shop_id', table_name='cleanup_sign_ins')
    op.drop_index('ix_cleanup_sign_ins_session_id_signed_at', table_name='cleanup_sign_ins')
    op.drop_table('cleanup_sign_ins')
    op.drop_index(op.f('ix_cleanup_shop_ticks_shop_id'), table_name='cleanup_shop_ticks')
    op.drop_table('cleanup_shop_ticks')
    op.drop_table('cleanup_results')
    op.drop_index('ix_cleanup_photos_sha256', table_name='cleanup_photos')
    op.drop_table('cleanup_photos')
    op.drop_index(op.f('ix_cleanup_links_site_id'), table_name='cleanup_links')
    op.drop_table('cleanup_links')
    op.drop_index(op.f('ix_cleanup_entries_site_id'), table_name='cleanup_entries')
    op.drop_table('cleanup_entries')
    op.drop_index(op.f('ix_cleanup_cases_case_id'), table_name='cleanup_cases')
    op.drop_table('cleanup_cases')
    op.drop_index('ix_shops_unit_id_name', table_name='shops')
    op.drop_index(op.f('ix_shops_segment_id'), table_name='shops')
    op.drop_table('shops')
    op.drop_index(op.f('ix_cleanup_sites_session_id'), table_name='cleanup_sites')
    op.drop_table('cleanup_sites')
    op.drop_table('cleanup_events')
    op.drop_table('cleanup_briefs')
    op.drop_index('ix_cleanup_sessions_unit_id_held_on', table_name='cleanup_sessions')
    op.drop_index('ix_cleanup_sessions_series_id_held_on', table_name='cleanup_sessions')
    op.drop_index('ix_cleanup_sessions_held_on', table_name='cleanup_sessions')
    op.drop_table('cleanup_sessions')
    op.drop_table('stationed_units')
    op.drop_index(op.f('ix_cleanup_series_unit_id'), table_name='cleanup_series')
    op.drop_table('cleanup_series')
    op.drop_table('participant_categories')
    op.drop_table('cleanup_result_kinds')
