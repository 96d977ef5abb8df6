"""A forgotten password is replaced through a link in an e-mail."""

import re

import pytest
from django.contrib.auth import get_user_model
from django.core import mail

pytestmark = pytest.mark.django_db

RESET = "/admin/password/"


def test_the_way_from_the_login_to_a_new_password(client):
    get_user_model().objects.create_user(
        "anne", email="anne@example.org", password="forgotten", is_staff=True
    )
    assert f'href="{RESET}"' in client.get("/admin/login/").content.decode()

    client.post(RESET, {"email": "anne@example.org"})
    [message] = mail.outbox
    # SITE_URL's host, not the one that was asked.
    [link] = re.findall(r"http://tableronde\.test(/admin/password/\S+)", message.body)
    form = client.get(link, follow=True)
    done = client.post(
        form.request["PATH_INFO"],
        {"new_password1": "9-Birnen-am-Baum", "new_password2": "9-Birnen-am-Baum"},
    )

    assert done.status_code == 302
    assert client.login(username="anne", password="9-Birnen-am-Baum")
    assert client.get(link, follow=True).context["validlink"] is False


def test_nobody_learns_who_has_an_account(client):
    told = client.post(RESET, {"email": "nobody@example.org"}, follow=True)

    assert told.status_code == 200
    assert mail.outbox == []
