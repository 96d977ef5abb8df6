from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("desk", "0001_history"),
    ]

    operations = [
        migrations.AlterField(
            model_name="change",
            name="verb",
            field=models.CharField(
                choices=[
                    ("added", "créé"),
                    ("changed", "modifié"),
                    ("deleted", "supprimé"),
                    ("reverted", "remis à un état antérieur"),
                    ("restored", "restauré"),
                    ("undone", "annulé"),
                ],
                max_length=20,
                verbose_name="acte",
            ),
        ),
    ]
