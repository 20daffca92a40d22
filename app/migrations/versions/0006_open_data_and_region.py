"""Open data and region: sources that are followed, what they said that the map has no field for, the search on PostgreSQL.

Only adds, so that the version before goes on working on it while the machines are brought up to date one by one.
"""

import sqlalchemy as sa
from alembic import op

import app.db

revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('import_source',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('uid', sa.String(length=36), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('format', sa.String(length=40), nullable=False),
    sa.Column('address', sa.String(length=1000), nullable=False),
    sa.Column('licence', sa.String(length=80), nullable=False),
    sa.Column('attribution', sa.String(length=300), nullable=False),
    sa.Column('municipality', sa.String(length=64), nullable=False),
    sa.Column('rhythm', sa.String(length=10), nullable=False),
    sa.Column('trusted', sa.Boolean(), nullable=False),
    sa.Column('follow_gone', sa.Boolean(), nullable=False),
    sa.Column('cursor', sa.JSON(), nullable=False),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('reason', sa.String(length=500), nullable=False),
    sa.Column('report', sa.JSON(), nullable=False),
    sa.Column('next_at', app.db.UTCDateTime(), nullable=True),
    sa.Column('read_at', app.db.UTCDateTime(), nullable=True),
    sa.Column('created_by', sa.String(length=40), nullable=False),
    sa.Column('created_at', app.db.UTCDateTime(), nullable=False),
    sa.Column('updated_at', app.db.UTCDateTime(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_import_source')),
    sa.UniqueConstraint('name', name=op.f('uq_import_source_name')),
    sa.UniqueConstraint('uid', name=op.f('uq_import_source_uid'))
    )
    with op.batch_alter_table('import_source', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_import_source_next_at'), ['next_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_import_source_state'), ['state'], unique=False)

    op.create_table('search_row',
    sa.Column('edition', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('key', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('generation', sa.BigInteger(), nullable=False),
    sa.Column('facts', sa.LargeBinary(), nullable=True),
    sa.Column('terms', sa.LargeBinary(), nullable=False),
    sa.Column('impacts', sa.LargeBinary(), nullable=False),
    sa.Column('words', sa.LargeBinary(), nullable=False),
    sa.PrimaryKeyConstraint('edition', 'key', name=op.f('pk_search_row'))
    )
    op.create_index('ix_search_row_edition_generation', 'search_row', ['edition', 'generation'], unique=False)

    op.create_table('search_term',
    sa.Column('id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('text', sa.String(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_search_term'))
    )
    op.create_table('search_state',
    sa.Column('id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('format', sa.Integer(), nullable=False),
    sa.Column('edition', sa.Integer(), nullable=False),
    sa.Column('generation', sa.BigInteger(), nullable=False),
    sa.Column('documents', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_search_state'))
    )
    if op.get_bind().dialect.name == 'postgresql':
        op.create_index('ix_place_point', 'place', [sa.text('point(lon * 0.615, lat)')], postgresql_using='gist')

    with op.batch_alter_table('offer', schema=None) as batch_op:
        batch_op.add_column(sa.Column('carried', sa.JSON(), nullable=True))
        batch_op.create_index(batch_op.f('ix_offer_updated_at'), ['updated_at'], unique=False)

    with op.batch_alter_table('organisation', schema=None) as batch_op:
        batch_op.add_column(sa.Column('carried', sa.JSON(), nullable=True))
        batch_op.create_index(batch_op.f('ix_organisation_updated_at'), ['updated_at'], unique=False)

    with op.batch_alter_table('offer_revision', schema=None) as batch_op:
        batch_op.add_column(sa.Column('said', sa.JSON(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table('offer_revision', schema=None) as batch_op:
        batch_op.drop_column('said')

    with op.batch_alter_table('organisation', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_organisation_updated_at'))
        batch_op.drop_column('carried')

    with op.batch_alter_table('offer', schema=None, table_kwargs={'sqlite_autoincrement': True}) as batch_op:
        batch_op.drop_index(batch_op.f('ix_offer_updated_at'))
        batch_op.drop_column('carried')

    if op.get_bind().dialect.name == 'postgresql':
        op.drop_index('ix_place_point', table_name='place')
    op.drop_table('search_state')
    op.drop_table('search_term')
    op.drop_table('search_row')
    with op.batch_alter_table('import_source', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_import_source_state'))
        batch_op.drop_index(batch_op.f('ix_import_source_next_at'))

    op.drop_table('import_source')
