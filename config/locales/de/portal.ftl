# Die Seiten des Portals auf Deutsch.

## Überall

settings-entry = Multi-Faktor-Authentifizierung
authenticator-app = Authenticator-App
text-message = Textnachricht (SMS)
signed-in-as = Angemeldet als
signing-in-as = Anmeldung als
back-to-mailbox = Zurück zum Postfach
back = Zurück
continue = Weiter
copy = Kopieren
copied = Kopiert
sign-out = Abmelden
cancel = Abbrechen
request-id = Kennung für den Support
# Der wievielte Schritt einer Einrichtung das ist.
step = Schritt { $step } von { $of }

## Das Codefeld

code-label = Sechsstelliger Code
code-label-recovery = Wiederherstellungscode
code-label-setup = Einrichtungscode
code-malformed = Ein Code besteht aus sechs Ziffern. Bitte prüfen Sie Ihre Eingabe.
code-malformed-recovery = So sieht kein Wiederherstellungscode aus. Bitte prüfen Sie Ihre Eingabe.
code-wrong = Dieser Code stimmt nicht. Verwenden Sie den Code, den Ihre App jetzt für dieses Postfach anzeigt.
code-wrong-sms = Dieser Code stimmt nicht. Verwenden Sie den Code aus der neuesten SMS.
code-wrong-recovery = Das ist keiner Ihrer Wiederherstellungscodes. Bitte prüfen Sie Ihre Eingabe.
code-wrong-setup = Dieser Einrichtungscode stimmt nicht. Bitte prüfen Sie Ihre Eingabe.
code-wrong-any = Dieser Code stimmt nicht. Verwenden Sie den Code, den Ihre App jetzt anzeigt, oder den aus der neuesten SMS.
code-used = Dieser Code wurde bereits verwendet. Warten Sie, bis Ihre App den nächsten anzeigt, und geben Sie diesen ein.
code-used-sms = Dieser Code wurde bereits verwendet. Bitte fordern Sie einen neuen an.
code-used-recovery = Dieser Wiederherstellungscode wurde bereits verwendet; jeder gilt nur einmal. Nehmen Sie einen anderen von Ihrer Liste.
code-expired = Dieser Code gilt nicht mehr. Bitte fordern Sie einen neuen an.
code-expired-setup = Dieser Einrichtungscode gilt nicht mehr. Bitte lassen Sie sich von Ihrer Administration einen neuen geben.
code-wait = Zu viele falsche Codes.
code-suspended = Zu viele falsche Codes. Für dieses Postfach werden keine Codes mehr angenommen. Bitte wenden Sie sich an Ihre Administration.
code-suspended-others = Zu viele falsche Codes, deshalb ist dieser Weg gesperrt. Nehmen Sie einen anderen, oder wenden Sie sich an Ihre Administration.
code-offer-expired = Die Einrichtung hat zu lange gedauert, deshalb wurde der Schlüssel ersetzt. Bitte scannen Sie das neue Bild und geben Sie den Code dazu ein.

# $seconds (Number): Wartezeit, weniger als 90.
wait-seconds = { $seconds ->
    [one] Bitte warten Sie eine Sekunde und versuchen Sie es dann noch einmal.
   *[other] Bitte warten Sie { $seconds } Sekunden und versuchen Sie es dann noch einmal.
}
# $minutes (Number): Wartezeit, zwei Minuten oder mehr.
wait-minutes = { $minutes ->
    [one] Bitte warten Sie eine Minute und versuchen Sie es dann noch einmal.
   *[other] Bitte warten Sie { $minutes } Minuten und versuchen Sie es dann noch einmal.
}
# $hours (Number): Wartezeit, zwei Stunden oder mehr.
wait-hours = { $hours ->
    [one] Bitte warten Sie eine Stunde und versuchen Sie es dann noch einmal.
   *[other] Bitte warten Sie { $hours } Stunden und versuchen Sie es dann noch einmal.
}
# Steht vor einer Uhr, die herunterzählt, etwa 0:25.
wait-remaining = Nächster Versuch möglich in
wait-over = Sie können es jetzt noch einmal versuchen.

## Ganzseitige Meldungen

action-sign-in = Neu anmelden
action-retry = Noch einmal versuchen

message-bad-request = Diese Anfrage war nicht lesbar
message-bad-request-help = Etwas daran war anders als erwartet. Gehen Sie zurück zu Ihrem Postfach und versuchen Sie es noch einmal.
message-forbidden = Das ist hier nicht erlaubt
message-forbidden-help = Dieser Teil des Webmailers ist gesperrt. Ihre Administration kann Ihnen mehr dazu sagen.
message-not-found = Diese Seite gibt es nicht
message-not-found-help = Vielleicht enthält die Adresse einen Tippfehler, oder die Seite ist umgezogen.
message-misdirected = Diese Adresse gehört nicht zu diesem Server
message-misdirected-help = Bitte prüfen Sie die Adresse, oder verwenden Sie die, die Ihre Administration Ihnen genannt hat.
message-method = So lässt sich diese Adresse nicht aufrufen
message-method-help = Die Seite unterstützt diese Art des Aufrufs nicht. Gehen Sie zurück zu Ihrem Postfach und versuchen Sie es noch einmal.
message-too-large = Das war zu groß
message-too-large-help = Sie haben mehr gesendet, als dieser Server annimmt. Versuchen Sie es mit weniger, zum Beispiel mit einem kleineren Anhang.
message-sign-in-refused = Diese Adresse war nicht lesbar
message-sign-in-refused-help = Bitte prüfen Sie die eingegebene E-Mail-Adresse oder den Benutzernamen und melden Sie sich noch einmal an.
message-cross-site = Diese Anmeldung kam von einer anderen Website
message-cross-site-help = Zu Ihrer Sicherheit wurde sie angehalten. Bitte öffnen Sie die Seite Ihres Webmailers selbst und melden Sie sich dort an.
message-session-ended = Sie wurden abgemeldet
message-session-ended-help = Ihre Sitzung ist beendet. Melden Sie sich neu an, um fortzufahren.
message-unknown-mailbox = Das Postfach ließ sich nicht feststellen
message-unknown-mailbox-help = Der Webmailer hat Ihr Passwort angenommen, aber nicht mitgeteilt, welches Postfach er geöffnet hat. Deshalb bleibt es geschlossen. Bitte melden Sie sich neu an und wenden Sie sich an Ihre Administration, falls das öfter vorkommt.
message-internal = Bei uns ist etwas schiefgegangen
message-internal-help = Es liegt nicht an Ihnen. Bitte versuchen Sie es gleich noch einmal.
message-bad-gateway = Die Antwort des Webmailers war nicht verwendbar
message-bad-gateway-help = Bitte versuchen Sie es gleich noch einmal. Falls es wieder geschieht, sagen Sie Ihrer Administration Bescheid.
message-unavailable = Der Webmailer ist gerade nicht erreichbar
message-unavailable-help = Ihre E-Mails sind sicher. Bitte versuchen Sie es in einigen Minuten noch einmal.
message-timeout = Der Webmailer braucht zu lange
message-timeout-help = Er hat nicht rechtzeitig geantwortet. Bitte versuchen Sie es gleich noch einmal.
message-store = Codes können gerade nicht geprüft werden
message-store-help = Bis dahin öffnet sich kein Postfach; so bleibt auch Ihres geschützt. Bitte versuchen Sie es in einigen Minuten noch einmal.
message-untrusted-network = Von hier aus ist die Einrichtung nicht möglich
message-untrusted-network-help = Zu Ihrer Sicherheit wird die Multi-Faktor-Authentifizierung zum ersten Mal aus dem eigenen Netzwerk Ihrer Organisation eingerichtet. Verbinden Sie sich damit, zum Beispiel am Arbeitsplatz oder über das VPN, und versuchen Sie es dann noch einmal.
message-too-many = Zu viele falsche Passwörter
message-too-many-help = Für dieses Postfach oder aus Ihrem Netzwerk wurden zu viele falsche Passwörter versucht. In einem Browser, in dem Sie schon einmal angemeldet waren, können Sie sich weiterhin anmelden.

## Textnachrichten

# Eine Nachricht hat Platz für 160 Zeichen, und nur für die des GSM-Alphabets: kein „ oder ’.
# $code (Text): der Code. $host (Text): der Hostname des Webmailers.
sms-code = { $code } ist Ihr Code für { $host }. Geben Sie ihn nicht weiter.
# Stattdessen, wenn der Hostname zu lang ist.
sms-code-short = { $code } ist Ihr Code.
