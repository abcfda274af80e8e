"""What is asked at the door."""

from django import forms
from django.utils.translation import gettext_lazy as _

from refuge.office.models import User


class SignInForm(forms.Form):
    """The first step."""

    username = forms.CharField(
        label=_("User name"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "autofocus": True}),
    )
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        max_length=4096,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class CodeForm(forms.Form):
    """A code of an app, or one for recovery."""

    code = forms.CharField(
        label=_("Code"),
        max_length=40,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )


class LanguageForm(forms.ModelForm):
    """In which language pages and mails speak to one."""

    class Meta:
        model = User
        fields = ("language",)
