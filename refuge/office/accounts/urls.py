"""The addresses of signing in, and of one's own account."""

from django.urls import path
from django_otp_webauthn.views import BeginCredentialAuthenticationView, BeginCredentialRegistrationView

from refuge.office.accounts import invitations, own, passkeys, passwordless, views

app_name = "account"
urlpatterns = [
    path("", own.home, name="home"),
    path("sign-in/", views.sign_in, name="sign-in"),
    path("second/", views.second, name="second"),
    path("sign-out/", views.sign_out, name="sign-out"),
    path("enrol/", own.enrol, name="enrol"),
    path("enrol/code.svg", own.picture, name="picture"),
    path("codes/", own.codes, name="codes"),
    path("factors/<str:kind>/<int:number>/remove/", own.remove_factor, name="remove-factor"),
    path("password/", own.password, name="password"),
    path("language/", own.language, name="language"),
    path("sessions/end/", own.end_sessions, name="end-sessions"),
    path("invitation/<str:name>/<str:token>/", invitations.invitation, name="invitation"),
    path("invitation/<str:name>/<str:token>/begin/", passwordless.BeginEnrolment.as_view(), name="invitation-begin"),
    path("invitation/<str:name>/<str:token>/passkey/", passwordless.Enrolment.as_view(), name="invitation-passkey"),
    path("passkeys/sign-in/begin/", passwordless.BeginSignIn.as_view(), name="passkey-sign-in-begin"),
    path("passkeys/sign-in/", passwordless.SignIn.as_view(), name="passkey-sign-in"),
    path("passkeys/enrol/begin/", BeginCredentialRegistrationView.as_view(), name="passkey-enrol-begin"),
    path("passkeys/enrol/", passkeys.Enrol.as_view(), name="passkey-enrol"),
    path("passkeys/use/begin/", BeginCredentialAuthenticationView.as_view(), name="passkey-use-begin"),
    path("passkeys/use/", passkeys.Use.as_view(), name="passkey-use"),
]
