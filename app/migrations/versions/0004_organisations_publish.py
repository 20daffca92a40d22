"""organisations publish"""

import sqlalchemy as sa
from alembic import op

import app.db


revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None


def _within(column, *values):
    return f"{column} IN ({', '.join(repr(value) for value in values)})"


ORGANISATION_CHECKS = {
    'organisation_kind': _within('kind', 'welfare', 'care', 'church', 'club', 'company', 'initiative', 'volunteer', 'municipality', 'unknown'),
}
OFFER_CHECKS_BEFORE = {
    'status': _within('status', 'draft', 'review', 'published', 'withdrawn'),
    'level': _within('level', 'own_strength', 'general', 'collective', 'individual'),
    'answer': _within('decision', 'yes', 'no', 'unknown'),
    'vog': _within('vog', 'yes', 'no', 'not_applicable', 'unanswered'),
    'respiteweight': _within('respite', 'light', 'day', 'night'),
    'frequency': _within('frequency', 'once', 'sometimes', 'weekly', 'emergency'),
}
OFFER_CHECKS = OFFER_CHECKS_BEFORE | {
    'status': _within('status', 'draft', 'review', 'published', 'hidden', 'withdrawn'),
    'meldcode': _within('meldcode', 'yes', 'no', 'unknown'),
    'confirmed_by': _within('confirmed_by', 'organisation', 'municipality', 'source'),
}


def _reshape(table, checks, checks_before, columns, gone):
    """Change columns together with their CHECKs; SQLite makes the table anew for it."""
    with op.batch_alter_table(table, schema=None) as batch_op:
        for name, rule in checks_before.items():
            if checks.get(name) != rule:
                batch_op.drop_constraint(op.f(f'ck_{table}_{name}'), type_='check')
        for column in columns:
            batch_op.add_column(column)
        for name in gone:
            batch_op.drop_column(name)
        for name, rule in checks.items():
            if checks_before.get(name) != rule:
                batch_op.create_check_constraint(op.f(f'ck_{table}_{name}'), sa.text(rule))


def upgrade() -> None:
    op.create_table('import_upload',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('uid', sa.String(length=36), nullable=False),
    sa.Column('source_name', sa.String(length=120), nullable=False),
    sa.Column('filename', sa.String(length=200), nullable=False),
    sa.Column('organisation', sa.String(length=36), nullable=False),
    sa.Column('municipality', sa.String(length=64), nullable=False),
    sa.Column('body', sa.LargeBinary(), nullable=True),
    sa.Column('heads', sa.JSON(), nullable=False),
    sa.Column('state', sa.String(length=12), nullable=False),
    sa.Column('report', sa.JSON(), nullable=False),
    sa.Column('run', sa.String(length=40), nullable=False),
    sa.Column('handed_in_by', sa.String(length=40), nullable=False),
    sa.Column('created_at', app.db.UTCDateTime(), nullable=False),
    sa.Column('done_at', app.db.UTCDateTime(), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_import_upload')),
    sa.UniqueConstraint('uid', name=op.f('uq_import_upload_uid'))
    )
    with op.batch_alter_table('import_upload', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_import_upload_organisation'), ['organisation'], unique=False)
        batch_op.create_index(batch_op.f('ix_import_upload_state'), ['state'], unique=False)

    op.create_table('invitation',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('digest', sa.String(length=64), nullable=False),
    sa.Column('email', sa.String(length=254), nullable=False),
    sa.Column('name', sa.String(length=80), nullable=False),
    sa.Column('role', sa.Enum('administrator', 'editor', 'desk', 'mediator', 'client_support', 'organisation', name='invited_role', native_enum=False, create_constraint=True, length=20), nullable=False),
    sa.Column('organisation', sa.String(length=36), nullable=False),
    sa.Column('municipality', sa.String(length=64), nullable=False),
    sa.Column('invited_by', sa.String(length=80), nullable=False),
    sa.Column('password_hash', sa.String(length=200), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=True),
    sa.Column('created_at', app.db.UTCDateTime(), nullable=False),
    sa.Column('expires_at', app.db.UTCDateTime(), nullable=False),
    sa.Column('used_at', app.db.UTCDateTime(), nullable=True),
    sa.Column('withdrawn_at', app.db.UTCDateTime(), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_invitation_account_id_account')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_invitation')),
    sa.UniqueConstraint('digest', name=op.f('uq_invitation_digest'))
    )
    with op.batch_alter_table('invitation', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_invitation_account_id'), ['account_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_invitation_email'), ['email'], unique=False)
        batch_op.create_index(batch_op.f('ix_invitation_organisation'), ['organisation'], unique=False)

    op.create_table('join_request',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('digest', sa.String(length=64), nullable=False),
    sa.Column('municipality', sa.String(length=64), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('kind', sa.Enum('welfare', 'care', 'church', 'club', 'company', 'initiative', 'volunteer', 'municipality', 'unknown', name='join_kind', native_enum=False, create_constraint=True, length=20), nullable=False),
    sa.Column('kvk', sa.String(length=8), nullable=False),
    sa.Column('website', sa.String(length=300), nullable=False),
    sa.Column('words', sa.String(), nullable=False),
    sa.Column('sealed', sa.String(), nullable=False),
    sa.Column('state', sa.Enum('new', 'accepted', 'refused', name='join_state', native_enum=False, create_constraint=True, length=20), nullable=False),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('answer_by', sa.Date(), nullable=False),
    sa.Column('decided_at', app.db.UTCDateTime(), nullable=True),
    sa.Column('decided_by', sa.String(length=40), nullable=False),
    sa.Column('erase_on', sa.Date(), nullable=True),
    sa.Column('created_at', app.db.UTCDateTime(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_join_request')),
    sa.UniqueConstraint('digest', name=op.f('uq_join_request_digest'))
    )
    with op.batch_alter_table('join_request', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_join_request_municipality'), ['municipality'], unique=False)

    op.create_table('merge',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('what', sa.String(length=12), nullable=False),
    sa.Column('kept_id', sa.Integer(), nullable=False),
    sa.Column('gone_id', sa.Integer(), nullable=False),
    sa.Column('gone_status', sa.String(length=20), nullable=False),
    sa.Column('gone_successor', sa.String(), nullable=False),
    sa.Column('moved', sa.JSON(), nullable=False),
    sa.Column('merged_by', sa.String(length=80), nullable=False),
    sa.Column('at', app.db.UTCDateTime(), nullable=False),
    sa.Column('undone_at', app.db.UTCDateTime(), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_merge'))
    )
    with op.batch_alter_table('merge', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_merge_gone_id'), ['gone_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_merge_kept_id'), ['kept_id'], unique=False)

    op.create_table('photo',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('uid', sa.String(length=36), nullable=False),
    sa.Column('organisation', sa.String(length=36), nullable=False),
    sa.Column('width', sa.Integer(), nullable=False),
    sa.Column('height', sa.Integer(), nullable=False),
    sa.Column('body', sa.LargeBinary(), nullable=False),
    sa.Column('uploaded_by', sa.String(length=40), nullable=False),
    sa.Column('created_at', app.db.UTCDateTime(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_photo')),
    sa.UniqueConstraint('uid', name=op.f('uq_photo_uid'))
    )
    with op.batch_alter_table('photo', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_photo_organisation'), ['organisation'], unique=False)

    op.create_table('source_heads',
    sa.Column('source_name', sa.String(length=120), nullable=False),
    sa.Column('heads', sa.JSON(), nullable=False),
    sa.Column('updated_at', app.db.UTCDateTime(), nullable=False),
    sa.Column('updated_by', sa.String(length=40), nullable=False),
    sa.PrimaryKeyConstraint('source_name', name=op.f('pk_source_heads'))
    )
    op.create_table('joint_act',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('subject', sa.String(length=200), nullable=False),
    sa.Column('detail', sa.String(length=400), nullable=False),
    sa.Column('municipality', sa.String(length=64), nullable=False),
    sa.Column('asked_by', sa.Integer(), nullable=False),
    sa.Column('asked_at', app.db.UTCDateTime(), nullable=False),
    sa.Column('expires_at', app.db.UTCDateTime(), nullable=False),
    sa.Column('decided_by', sa.Integer(), nullable=True),
    sa.Column('decided_at', app.db.UTCDateTime(), nullable=True),
    sa.Column('agreed', sa.Boolean(), nullable=False),
    sa.Column('done_at', app.db.UTCDateTime(), nullable=True),
    sa.ForeignKeyConstraint(['asked_by'], ['account.id'], name=op.f('fk_joint_act_asked_by_account')),
    sa.ForeignKeyConstraint(['decided_by'], ['account.id'], name=op.f('fk_joint_act_decided_by_account')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_joint_act'))
    )
    with op.batch_alter_table('joint_act', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_joint_act_asked_by'), ['asked_by'], unique=False)
        batch_op.create_index(batch_op.f('ix_joint_act_kind'), ['kind'], unique=False)

    op.create_table('password_link',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('digest', sa.String(length=64), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('created_at', app.db.UTCDateTime(), nullable=False),
    sa.Column('expires_at', app.db.UTCDateTime(), nullable=False),
    sa.Column('used_at', app.db.UTCDateTime(), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_password_link_account_id_account')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_password_link')),
    sa.UniqueConstraint('digest', name=op.f('uq_password_link_digest'))
    )
    with op.batch_alter_table('password_link', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_password_link_account_id'), ['account_id'], unique=False)

    op.create_table('security_key',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('host', sa.String(length=253), nullable=False),
    sa.Column('credential', sa.String(length=1400), nullable=False),
    sa.Column('public_key', sa.LargeBinary(), nullable=False),
    sa.Column('sign_count', sa.BigInteger(), nullable=False),
    sa.Column('label', sa.String(length=60), nullable=False),
    sa.Column('created_at', app.db.UTCDateTime(), nullable=False),
    sa.Column('used_at', app.db.UTCDateTime(), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_security_key_account_id_account')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_security_key')),
    sa.UniqueConstraint('credential', name=op.f('uq_security_key_credential'))
    )
    with op.batch_alter_table('security_key', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_security_key_account_id'), ['account_id'], unique=False)

    op.create_table('checked_address',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('offer_id', sa.Integer(), nullable=False),
    sa.Column('what', sa.String(length=20), nullable=False),
    sa.Column('value', sa.String(length=500), nullable=False),
    sa.Column('state', sa.Enum('fine', 'odd', 'dead', name='checked_state', native_enum=False, create_constraint=True, length=20), nullable=False),
    sa.Column('reason', sa.String(length=60), nullable=False),
    sa.Column('failures', sa.Integer(), nullable=False),
    sa.Column('failing_since', app.db.UTCDateTime(), nullable=True),
    sa.Column('checked_at', app.db.UTCDateTime(), nullable=False),
    sa.Column('next_at', app.db.UTCDateTime(), nullable=False),
    sa.Column('settled_at', app.db.UTCDateTime(), nullable=True),
    sa.ForeignKeyConstraint(['offer_id'], ['offer.id'], name=op.f('fk_checked_address_offer_id_offer'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_checked_address')),
    sa.UniqueConstraint('offer_id', 'what', name=op.f('uq_checked_address_offer_id_what'))
    )
    with op.batch_alter_table('checked_address', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_checked_address_next_at'), ['next_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_checked_address_offer_id'), ['offer_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_checked_address_state'), ['state'], unique=False)

    op.create_table('freshness_step',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('offer_id', sa.Integer(), nullable=False),
    sa.Column('since', sa.Date(), nullable=False),
    sa.Column('step', sa.Enum('ask', 'remind', 'warn', 'hide', 'keep', name='freshness_step', native_enum=False, create_constraint=True, length=20), nullable=False),
    sa.Column('told', sa.Enum('mail', 'call', name='freshness_told', native_enum=False, create_constraint=True, length=20), nullable=False),
    sa.Column('called_at', app.db.UTCDateTime(), nullable=True),
    sa.Column('at', app.db.UTCDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['offer_id'], ['offer.id'], name=op.f('fk_freshness_step_offer_id_offer'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_freshness_step')),
    sa.UniqueConstraint('offer_id', 'since', 'step', name=op.f('uq_freshness_step_offer_id_since_step'))
    )
    with op.batch_alter_table('freshness_step', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_freshness_step_offer_id'), ['offer_id'], unique=False)

    op.create_table('working_draft',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('uid', sa.String(length=36), nullable=False),
    sa.Column('organisation', sa.String(length=36), nullable=False),
    sa.Column('offer_id', sa.Integer(), nullable=True),
    sa.Column('base_version', sa.Integer(), nullable=False),
    sa.Column('values', sa.JSON(), nullable=False),
    sa.Column('photo', sa.String(length=36), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('begun_by', sa.String(length=40), nullable=False),
    sa.Column('created_at', app.db.UTCDateTime(), nullable=False),
    sa.Column('updated_at', app.db.UTCDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['offer_id'], ['offer.id'], name=op.f('fk_working_draft_offer_id_offer'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_working_draft')),
    sa.UniqueConstraint('uid', name=op.f('uq_working_draft_uid'))
    )
    with op.batch_alter_table('working_draft', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_working_draft_offer_id'), ['offer_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_working_draft_organisation'), ['organisation'], unique=False)

    op.add_column('account', sa.Column('name', sa.String(length=80), nullable=False, server_default=''))
    op.add_column('account', sa.Column('seen_at', app.db.UTCDateTime(), nullable=True))
    op.add_column('account', sa.Column('external_id', sa.String(length=400), nullable=True))
    op.create_index(op.f('ix_account_external_id'), 'account', ['external_id'], unique=True)

    op.add_column('correction', sa.Column('helped', sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column('correction', sa.Column('answer_by', sa.Date(), nullable=True))
    op.add_column('correction', sa.Column('told_at', app.db.UTCDateTime(), nullable=True))
    op.add_column('correction', sa.Column('answer', sa.String(), nullable=False, server_default=''))
    op.add_column('correction', sa.Column('answered_by', sa.String(length=40), nullable=False, server_default=''))
    op.create_index(op.f('ix_correction_helped'), 'correction', ['helped'], unique=False)

    _reshape('organisation', ORGANISATION_CHECKS, {}, [
        sa.Column('kind', sa.String(length=20), nullable=False, server_default='unknown'),
        sa.Column('kvk', sa.String(length=8), nullable=False, server_default=''),
        sa.Column('merged_into', sa.String(length=36), nullable=False, server_default=''),
        sa.Column('links_since', app.db.UTCDateTime(), nullable=True),
    ], [])
    _reshape('offer', OFFER_CHECKS, OFFER_CHECKS_BEFORE, [
        sa.Column('meldcode', sa.String(length=20), nullable=False, server_default='unknown'),
        sa.Column('quality', sa.String(), nullable=False, server_default=''),
        sa.Column('photo', sa.String(length=36), nullable=False, server_default=''),
        sa.Column('photo_alt', sa.String(), nullable=False, server_default=''),
        sa.Column('translations', sa.JSON(), nullable=False, server_default='[]'),
        sa.Column('confirmed_by', sa.String(length=20), nullable=True),
        sa.Column('merged_into', sa.String(length=36), nullable=False, server_default=''),
    ], [])
    op.create_index(op.f('ix_offer_merged_into'), 'offer', ['merged_into'], unique=False)
    op.create_index('ix_offer_status_confirmed', 'offer', ['status', 'last_confirmed'], unique=False)
    op.create_index('ix_offer_status_respite_kind', 'offer', ['status', 'respite', 'kind'], unique=False)


def downgrade() -> None:
    op.drop_index(op.f('ix_offer_merged_into'), table_name='offer')
    op.drop_index('ix_offer_status_respite_kind', table_name='offer')
    op.drop_index('ix_offer_status_confirmed', table_name='offer')
    op.execute("UPDATE offer SET status = 'published' WHERE status = 'hidden'")
    _reshape('offer', OFFER_CHECKS_BEFORE, OFFER_CHECKS, [], ['merged_into', 'confirmed_by', 'translations', 'photo_alt', 'photo', 'quality', 'meldcode'])
    _reshape('organisation', {}, ORGANISATION_CHECKS, [], ['links_since', 'merged_into', 'kvk', 'kind'])
    op.drop_index(op.f('ix_correction_helped'), table_name='correction')
    for column in ('answered_by', 'answer', 'told_at', 'answer_by', 'helped'):
        op.drop_column('correction', column)
    op.drop_index(op.f('ix_account_external_id'), table_name='account')
    op.drop_column('account', 'external_id')
    op.drop_column('account', 'seen_at')
    op.drop_column('account', 'name')

    with op.batch_alter_table('working_draft', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_working_draft_organisation'))
        batch_op.drop_index(batch_op.f('ix_working_draft_offer_id'))

    op.drop_table('working_draft')
    with op.batch_alter_table('freshness_step', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_freshness_step_offer_id'))

    op.drop_table('freshness_step')
    with op.batch_alter_table('checked_address', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_checked_address_state'))
        batch_op.drop_index(batch_op.f('ix_checked_address_offer_id'))
        batch_op.drop_index(batch_op.f('ix_checked_address_next_at'))

    op.drop_table('checked_address')
    with op.batch_alter_table('security_key', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_security_key_account_id'))

    op.drop_table('security_key')
    with op.batch_alter_table('password_link', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_password_link_account_id'))

    op.drop_table('password_link')
    with op.batch_alter_table('joint_act', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_joint_act_kind'))
        batch_op.drop_index(batch_op.f('ix_joint_act_asked_by'))

    op.drop_table('joint_act')
    op.drop_table('source_heads')
    with op.batch_alter_table('photo', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_photo_organisation'))

    op.drop_table('photo')
    with op.batch_alter_table('merge', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_merge_kept_id'))
        batch_op.drop_index(batch_op.f('ix_merge_gone_id'))

    op.drop_table('merge')
    with op.batch_alter_table('join_request', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_join_request_municipality'))

    op.drop_table('join_request')
    with op.batch_alter_table('invitation', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_invitation_organisation'))
        batch_op.drop_index(batch_op.f('ix_invitation_email'))
        batch_op.drop_index(batch_op.f('ix_invitation_account_id'))

    op.drop_table('invitation')
    with op.batch_alter_table('import_upload', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_import_upload_state'))
        batch_op.drop_index(batch_op.f('ix_import_upload_organisation'))

    op.drop_table('import_upload')
