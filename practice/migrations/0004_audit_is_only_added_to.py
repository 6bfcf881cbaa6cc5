from django.db import migrations

ADD_ONLY = """
CREATE FUNCTION audit_is_only_added_to() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'audit lines are only ever added' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER audit_is_only_added_to
    BEFORE UPDATE OR DELETE OR TRUNCATE ON practice_auditline
    FOR EACH STATEMENT EXECUTE FUNCTION audit_is_only_added_to();
"""
TAKE_AWAY = """
DROP TRIGGER audit_is_only_added_to ON practice_auditline;
DROP FUNCTION audit_is_only_added_to();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("practice", "0003_sealing_keys_and_audit"),
    ]

    operations = [migrations.RunSQL(ADD_ONLY, TAKE_AWAY)]
