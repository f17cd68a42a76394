-- uuid and text beside words in one index. A trusted extension: the database's owner may make it.
CREATE EXTENSION IF NOT EXISTS btree_gin;
