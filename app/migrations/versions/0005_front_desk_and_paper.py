"""front desk, paper and afterwards"""

import sqlalchemy as sa
from alembic import op

import app.db


revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None


ROLES_BEFORE = ('administrator', 'editor', 'desk', 'mediator', 'client_support', 'organisation')
ROLES = (*ROLES_BEFORE, 'complaints_officer', 'confidential_adviser')
CHECKS = (('account', 'role'), ('invitation', 'invited_role'))


def _roles(names):
    within = ', '.join(repr(name) for name in names)
    for table, check in CHECKS:
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.drop_constraint(op.f(f'ck_{table}_{check}'), type_='check')
            batch_op.create_check_constraint(op.f(f'ck_{table}_{check}'), sa.text(f'role IN ({within})'))


def _never_a_number_twice(kept):
    """On SQLite only: PostgreSQL never gives a number out again."""
    if op.get_bind().dialect.name == 'sqlite':
        with op.batch_alter_table('offer', schema=None, recreate='always', table_kwargs={'sqlite_autoincrement': kept}):
            pass


def upgrade() -> None:
    op.create_table('bundle',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('municipality', sa.String(length=64), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('advice', sa.String(length=1000), nullable=False),
    sa.Column('offers', sa.JSON(), nullable=False),
    sa.Column('changed_by', sa.String(length=40), nullable=False),
    sa.Column('changed_at', app.db.UTCDateTime(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_bundle')),
    sa.UniqueConstraint('municipality', 'name', name=op.f('uq_bundle_municipality_name'))
    )
    op.create_table('complaint',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('uid', sa.String(length=36), nullable=False),
    sa.Column('reference', sa.String(length=12), nullable=False),
    sa.Column('code_digest', sa.String(length=64), nullable=False),
    sa.Column('form_digest', sa.String(length=64), nullable=False),
    sa.Column('municipality', sa.String(length=64), nullable=False),
    sa.Column('language', sa.String(length=5), nullable=False),
    sa.Column('about', sa.Enum('treatment', 'quality', 'late', 'municipality', 'organisation', 'volunteer', 'other', name='about', native_enum=False, create_constraint=True, length=20), nullable=False),
    sa.Column('holder', sa.Enum('adviser', 'officer', name='complaint_holder', native_enum=False, create_constraint=True, length=20), nullable=False),
    sa.Column('state', sa.Enum('received', 'taken_up', 'answered', 'withdrawn', name='complaint_state', native_enum=False, create_constraint=True, length=20), nullable=False),
    sa.Column('received_at', app.db.UTCDateTime(), nullable=False),
    sa.Column('acknowledge_by', sa.Date(), nullable=False),
    sa.Column('acknowledged_at', app.db.UTCDateTime(), nullable=True),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('longer', sa.Boolean(), nullable=False),
    sa.Column('answered_at', app.db.UTCDateTime(), nullable=True),
    sa.Column('erase_on', sa.Date(), nullable=True),
    sa.Column('sealed_contact', sa.LargeBinary(), nullable=False),
    sa.Column('sealed_story', sa.LargeBinary(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_complaint')),
    sa.UniqueConstraint('form_digest', name=op.f('uq_complaint_form_digest')),
    sa.UniqueConstraint('reference', name=op.f('uq_complaint_reference')),
    sa.UniqueConstraint('uid', name=op.f('uq_complaint_uid')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('complaint', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_complaint_erase_on'), ['erase_on'], unique=False)
        batch_op.create_index(batch_op.f('ix_complaint_municipality'), ['municipality'], unique=False)
        batch_op.create_index(batch_op.f('ix_complaint_state'), ['state'], unique=False)

    op.create_table('desk_text',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('municipality', sa.String(length=64), nullable=False),
    sa.Column('kind', sa.Enum('question', 'instruction', name='desk_text_kind', native_enum=False, create_constraint=True, length=20), nullable=False),
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('words', sa.String(length=400), nullable=False),
    sa.Column('body', sa.String(length=8000), nullable=False),
    sa.Column('look_again_on', sa.Date(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('example', sa.Boolean(), nullable=False),
    sa.Column('changed_by', sa.String(length=40), nullable=False),
    sa.Column('changed_at', app.db.UTCDateTime(), nullable=False),
    sa.Column('removed_at', app.db.UTCDateTime(), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_desk_text'))
    )
    with op.batch_alter_table('desk_text', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_desk_text_municipality'), ['municipality'], unique=False)

    op.create_table('handover',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('municipality', sa.String(length=64), nullable=False),
    sa.Column('words', sa.String(length=1000), nullable=False),
    sa.Column('written_by', sa.String(length=40), nullable=False),
    sa.Column('at', app.db.UTCDateTime(), nullable=False),
    sa.Column('done_by', sa.String(length=40), nullable=False),
    sa.Column('done_at', app.db.UTCDateTime(), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_handover'))
    )
    with op.batch_alter_table('handover', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_handover_municipality'), ['municipality'], unique=False)

    op.create_table('paper_order',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('municipality', sa.String(length=64), nullable=False),
    sa.Column('team', sa.String(length=64), nullable=False),
    sa.Column('kern', sa.String(length=64), nullable=False),
    sa.Column('domain', sa.String(length=64), nullable=False),
    sa.Column('target_group', sa.String(length=64), nullable=False),
    sa.Column('large_print', sa.Boolean(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('wanted_on', sa.Date(), nullable=True),
    sa.Column('remark', sa.String(length=400), nullable=False),
    sa.Column('state', sa.Enum('asked', 'printed', 'handed_over', 'cancelled', name='paper_order_state', native_enum=False, create_constraint=True, length=20), nullable=False),
    sa.Column('asked_by', sa.String(length=40), nullable=False),
    sa.Column('asked_at', app.db.UTCDateTime(), nullable=False),
    sa.Column('changed_by', sa.String(length=40), nullable=False),
    sa.Column('changed_at', app.db.UTCDateTime(), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_paper_order'))
    )
    with op.batch_alter_table('paper_order', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_paper_order_municipality'), ['municipality'], unique=False)
        batch_op.create_index(batch_op.f('ix_paper_order_state'), ['state'], unique=False)

    op.create_table('slip',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(length=12), nullable=False),
    sa.Column('municipality', sa.String(length=64), nullable=False),
    sa.Column('offers', sa.JSON(), nullable=False),
    sa.Column('made_by', sa.String(length=40), nullable=False),
    sa.Column('created_at', app.db.UTCDateTime(), nullable=False),
    sa.Column('ends_at', app.db.UTCDateTime(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_slip')),
    sa.UniqueConstraint('code', name=op.f('uq_slip_code'))
    )
    with op.batch_alter_table('slip', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_slip_ends_at'), ['ends_at'], unique=False)

    op.create_table('tally',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('month', sa.Date(), nullable=False),
    sa.Column('municipality', sa.String(length=64), nullable=False),
    sa.Column('measure', sa.String(length=20), nullable=False),
    sa.Column('kern', sa.String(length=64), nullable=False),
    sa.Column('domain', sa.String(length=64), nullable=False),
    sa.Column('way', sa.String(length=40), nullable=False),
    sa.Column('detail', sa.String(length=40), nullable=False),
    sa.Column('count', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_tally')),
    sa.UniqueConstraint('municipality', 'measure', 'month', 'kern', 'domain', 'way', 'detail', name='uq_tally')
    )
    op.create_table('activity',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('uid', sa.String(length=36), nullable=False),
    sa.Column('slug', sa.String(length=120), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('source_uid', sa.String(length=300), nullable=False),
    sa.Column('source', sa.String(length=120), nullable=False),
    sa.Column('status', sa.Enum('review', 'published', 'returned', 'cancelled', 'withdrawn', name='activity_status', native_enum=False, create_constraint=True, length=20), nullable=False),
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('summary', sa.String(length=2000), nullable=False),
    sa.Column('starts_at', app.db.UTCDateTime(), nullable=False),
    sa.Column('ends_at', app.db.UTCDateTime(), nullable=True),
    sa.Column('all_day', sa.Boolean(), nullable=False),
    sa.Column('place', sa.String(length=200), nullable=False),
    sa.Column('street', sa.String(length=200), nullable=False),
    sa.Column('postcode', sa.String(length=10), nullable=False),
    sa.Column('town', sa.String(length=120), nullable=False),
    sa.Column('kern', sa.String(length=64), nullable=False),
    sa.Column('municipality', sa.String(length=64), nullable=False),
    sa.Column('phone', sa.String(length=60), nullable=False),
    sa.Column('email', sa.String(length=254), nullable=False),
    sa.Column('website', sa.String(length=500), nullable=False),
    sa.Column('cost', sa.String(length=200), nullable=False),
    sa.Column('sign_up', sa.String(length=400), nullable=False),
    sa.Column('domains', sa.JSON(), nullable=False),
    sa.Column('target_groups', sa.JSON(), nullable=False),
    sa.Column('serves', sa.JSON(), nullable=False),
    sa.Column('waiting', sa.JSON(), nullable=False),
    sa.Column('waiting_since', app.db.UTCDateTime(), nullable=True),
    sa.Column('flagged', sa.Boolean(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('remark', sa.String(length=1000), nullable=False),
    sa.Column('example', sa.Boolean(), nullable=False),
    sa.Column('changed_by', sa.String(length=40), nullable=False),
    sa.Column('created_at', app.db.UTCDateTime(), nullable=False),
    sa.Column('changed_at', app.db.UTCDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_activity_organisation_id_organisation'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_activity')),
    sa.UniqueConstraint('organisation_id', 'source_uid', name=op.f('uq_activity_organisation_id_source_uid')),
    sa.UniqueConstraint('slug', name=op.f('uq_activity_slug')),
    sa.UniqueConstraint('uid', name=op.f('uq_activity_uid'))
    )
    with op.batch_alter_table('activity', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_activity_organisation_id'), ['organisation_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_activity_starts_at'), ['starts_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_activity_status'), ['status'], unique=False)

    op.create_table('complaint_event',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('uid', sa.String(length=36), nullable=False),
    sa.Column('complaint_id', sa.Integer(), nullable=False),
    sa.Column('at', app.db.UTCDateTime(), nullable=False),
    sa.Column('actor', sa.String(length=40), nullable=False),
    sa.Column('kind', sa.String(length=30), nullable=False),
    sa.Column('public', sa.Boolean(), nullable=False),
    sa.Column('sealed_note', sa.LargeBinary(), nullable=True),
    sa.ForeignKeyConstraint(['complaint_id'], ['complaint.id'], name=op.f('fk_complaint_event_complaint_id_complaint'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_complaint_event')),
    sa.UniqueConstraint('uid', name=op.f('uq_complaint_event_uid'))
    )
    with op.batch_alter_table('complaint_event', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_complaint_event_complaint_id'), ['complaint_id'], unique=False)

    op.create_table('call_back',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('uid', sa.String(length=36), nullable=False),
    sa.Column('municipality', sa.String(length=64), nullable=False),
    sa.Column('offer_id', sa.Integer(), nullable=False),
    sa.Column('organisation', sa.String(length=36), nullable=False),
    sa.Column('state', sa.Enum('new', 'accepted', 'declined', 'withdrawn', name='call_back_state', native_enum=False, create_constraint=True, length=20), nullable=False),
    sa.Column('asked_by', sa.String(length=40), nullable=False),
    sa.Column('asked_at', app.db.UTCDateTime(), nullable=False),
    sa.Column('answer_by', sa.Date(), nullable=False),
    sa.Column('told_at', app.db.UTCDateTime(), nullable=True),
    sa.Column('alarmed_at', app.db.UTCDateTime(), nullable=True),
    sa.Column('answered_at', app.db.UTCDateTime(), nullable=True),
    sa.Column('answered_by', sa.String(length=40), nullable=False),
    sa.Column('settled_at', app.db.UTCDateTime(), nullable=True),
    sa.Column('erase_on', sa.Date(), nullable=True),
    sa.Column('sealed_contact', sa.LargeBinary(), nullable=False),
    sa.Column('sealed_question', sa.LargeBinary(), nullable=False),
    sa.Column('sealed_answer', sa.LargeBinary(), nullable=True),
    sa.ForeignKeyConstraint(['offer_id'], ['offer.id'], name=op.f('fk_call_back_offer_id_offer'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_call_back')),
    sa.UniqueConstraint('uid', name=op.f('uq_call_back_uid')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('call_back', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_call_back_erase_on'), ['erase_on'], unique=False)
        batch_op.create_index(batch_op.f('ix_call_back_municipality'), ['municipality'], unique=False)
        batch_op.create_index(batch_op.f('ix_call_back_offer_id'), ['offer_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_call_back_organisation'), ['organisation'], unique=False)
        batch_op.create_index(batch_op.f('ix_call_back_state'), ['state'], unique=False)

    op.create_table('offer_note',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('offer_id', sa.Integer(), nullable=False),
    sa.Column('municipality', sa.String(length=64), nullable=False),
    sa.Column('words', sa.String(length=1000), nullable=False),
    sa.Column('written_by', sa.String(length=40), nullable=False),
    sa.Column('at', app.db.UTCDateTime(), nullable=False),
    sa.Column('removed_at', app.db.UTCDateTime(), nullable=True),
    sa.ForeignKeyConstraint(['offer_id'], ['offer.id'], name=op.f('fk_offer_note_offer_id_offer'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_offer_note'))
    )
    with op.batch_alter_table('offer_note', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_offer_note_offer_id'), ['offer_id'], unique=False)

    op.execute(
        "INSERT INTO tally (month, municipality, measure, kern, domain, way, detail, count) "
        "SELECT month, municipality, 'unmet', kern, domain, 'search', reason, count FROM unmet_need"
    )
    op.drop_table('unmet_need')
    op.add_column('account', sa.Column('shortcuts', sa.Boolean(), nullable=False, server_default=sa.true()))
    _roles(ROLES)
    _never_a_number_twice(True)


def downgrade() -> None:
    _never_a_number_twice(False)
    op.execute("DELETE FROM invitation WHERE role IN ('complaints_officer', 'confidential_adviser')")
    # No role of before may read complaints, and these people may do nothing else: their accounts stay, closed.
    op.execute(
        "UPDATE account SET role = 'organisation', organisation = '', disabled_at = created_at "
        "WHERE role IN ('complaints_officer', 'confidential_adviser')"
    )
    _roles(ROLES_BEFORE)
    op.drop_column('account', 'shortcuts')

    op.create_table('unmet_need',
    sa.Column('id', sa.INTEGER(), nullable=False),
    sa.Column('month', sa.DATE(), nullable=False),
    sa.Column('municipality', sa.VARCHAR(length=64), nullable=False),
    sa.Column('kern', sa.VARCHAR(length=64), nullable=False),
    sa.Column('domain', sa.VARCHAR(length=64), nullable=False),
    sa.Column('reason', sa.VARCHAR(length=20), nullable=False),
    sa.Column('count', sa.INTEGER(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_unmet_need')),
    sa.UniqueConstraint('month', 'municipality', 'kern', 'domain', 'reason', name=op.f('uq_unmet_need_month_municipality_kern_domain_reason'))
    )
    op.execute(
        "INSERT INTO unmet_need (month, municipality, kern, domain, reason, count) "
        "SELECT month, municipality, kern, domain, detail, count FROM tally WHERE measure = 'unmet' AND way = 'search'"
    )
    with op.batch_alter_table('offer_note', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_offer_note_offer_id'))

    op.drop_table('offer_note')
    with op.batch_alter_table('call_back', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_call_back_state'))
        batch_op.drop_index(batch_op.f('ix_call_back_organisation'))
        batch_op.drop_index(batch_op.f('ix_call_back_offer_id'))
        batch_op.drop_index(batch_op.f('ix_call_back_municipality'))
        batch_op.drop_index(batch_op.f('ix_call_back_erase_on'))

    op.drop_table('call_back')
    with op.batch_alter_table('complaint_event', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_complaint_event_complaint_id'))

    op.drop_table('complaint_event')
    with op.batch_alter_table('activity', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_activity_status'))
        batch_op.drop_index(batch_op.f('ix_activity_starts_at'))
        batch_op.drop_index(batch_op.f('ix_activity_organisation_id'))

    op.drop_table('activity')
    op.drop_table('tally')
    with op.batch_alter_table('slip', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_slip_ends_at'))

    op.drop_table('slip')
    with op.batch_alter_table('paper_order', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_paper_order_state'))
        batch_op.drop_index(batch_op.f('ix_paper_order_municipality'))

    op.drop_table('paper_order')
    with op.batch_alter_table('handover', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_handover_municipality'))

    op.drop_table('handover')
    with op.batch_alter_table('desk_text', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_desk_text_municipality'))

    op.drop_table('desk_text')
    with op.batch_alter_table('complaint', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_complaint_state'))
        batch_op.drop_index(batch_op.f('ix_complaint_municipality'))
        batch_op.drop_index(batch_op.f('ix_complaint_erase_on'))

    op.drop_table('complaint')
    op.drop_table('bundle')
