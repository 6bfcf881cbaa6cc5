from django.db import migrations, models
from django.db.models import Case, Q, When
from django.db.models.functions import Greatest

# An enquiry says when it was last added to and replied to, so that a list need not look for it.
# Whoever writes or deletes an entry that is no note holds the lock of its enquiry's row: two at once
# would each look past the entry of the other, and one of them be left out.
KEPT_BY_POSTGRES = """
CREATE FUNCTION enquiry_notes_its_entries() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE contact_enquiry SET
        added_at = (SELECT max(written_at) FROM contact_entry
                    WHERE enquiry_id = contact_enquiry.id AND kind = 'addition'),
        replied_at = (SELECT max(written_at) FROM contact_entry
                      WHERE enquiry_id = contact_enquiry.id AND kind = 'reply')
    WHERE id = coalesce(NEW.enquiry_id, OLD.enquiry_id);
    RETURN NULL;
END $$;
CREATE TRIGGER enquiry_notes_new_entries AFTER INSERT ON contact_entry
    FOR EACH ROW WHEN (NEW.kind <> 'note') EXECUTE FUNCTION enquiry_notes_its_entries();
CREATE TRIGGER enquiry_notes_other_entries AFTER DELETE OR UPDATE OF written_at ON contact_entry
    FOR EACH ROW WHEN (OLD.kind <> 'note') EXECUTE FUNCTION enquiry_notes_its_entries();
"""
NOT_KEPT = """
DROP TRIGGER enquiry_notes_other_entries ON contact_entry;
DROP TRIGGER enquiry_notes_new_entries ON contact_entry;
DROP FUNCTION enquiry_notes_its_entries();
"""
WHAT_IS_THERE = """
UPDATE contact_enquiry SET added_at = there.added_at, replied_at = there.replied_at
FROM (SELECT enquiry_id, max(written_at) FILTER (WHERE kind = 'addition') AS added_at,
             max(written_at) FILTER (WHERE kind = 'reply') AS replied_at
      FROM contact_entry GROUP BY enquiry_id) AS there
WHERE id = there.enquiry_id;
"""
PRESSING = [
    (0, "Needs an answer"),
    (1, "Something was added"),
    (2, "Open"),
    (3, "Closed"),
    (4, "Held back"),
]


class Migration(migrations.Migration):
    dependencies = [
        ("contact", "0007_how_one_meets"),
    ]

    operations = [
        migrations.AddField(
            model_name="enquiry",
            name="added_at",
            field=models.DateTimeField(editable=False, null=True, verbose_name="last added to"),
        ),
        migrations.AddField(
            model_name="enquiry",
            name="replied_at",
            field=models.DateTimeField(editable=False, null=True, verbose_name="last replied to"),
        ),
        migrations.AddField(
            model_name="enquiry",
            name="follow_up_on",
            field=models.DateField(editable=False, null=True, verbose_name="come back to it on"),
        ),
        migrations.RunSQL(KEPT_BY_POSTGRES, NOT_KEPT),
        migrations.RunSQL(WHAT_IS_THERE, migrations.RunSQL.noop),
        migrations.AddField(
            model_name="enquiry",
            name="pressing",
            field=models.GeneratedField(
                db_persist=True,
                expression=Case(
                    When(
                        Q(answered_at=None, status__in=["new", "booked", "waiting"]),
                        then=0,
                    ),
                    When(status="closed", then=3),
                    When(status="held", then=4),
                    When(added_at__gt=Greatest("answered_at", "replied_at"), then=1),
                    default=2,
                ),
                output_field=models.SmallIntegerField(choices=PRESSING),
                verbose_name="how pressing",
            ),
        ),
        migrations.RemoveIndex(model_name="enquiry", name="enquiries_by_due_date"),
        migrations.AddIndex(
            model_name="enquiry",
            index=models.Index(
                fields=["pressing", "reply_due_on", "received_at", "id"],
                name="enquiries_most_pressing_first",
            ),
        ),
        migrations.AddIndex(
            model_name="enquiry",
            index=models.Index(
                fields=["status", "pressing", "reply_due_on", "received_at", "id"],
                name="enquiries_by_status",
            ),
        ),
        migrations.AddIndex(
            model_name="enquiry",
            index=models.Index(fields=["received_at", "id"], name="enquiries_by_day"),
        ),
        migrations.AddIndex(
            model_name="enquiry",
            index=models.Index(
                condition=Q(
                    status__in=["new", "answered", "waiting", "booked"],
                    follow_up_on__isnull=False,
                ),
                fields=["follow_up_on", "received_at", "id"],
                name="enquiries_to_follow_up",
            ),
        ),
    ]
