# Einen Authenticator einrichten.

## Den Weg wählen

choose-title = Wählen Sie Ihren zweiten Schritt
choose-lead = Nach dem Passwort gehört zur Anmeldung ein Code. Wählen Sie, woher er kommt.
choose-lead-forced = Ihre Organisation verlangt bei der Anmeldung einen zweiten Schritt, damit ein gestohlenes Passwort allein Ihr Postfach nicht öffnet. Wählen Sie, woher der Code dafür kommt.
choose-app-help = Eine App auf Ihrem Telefon zeigt alle 30 Sekunden einen neuen Code an, auch ohne Empfang.
choose-recommended = Empfohlen
choose-sms-help = Wir senden bei jeder Anmeldung einen Code an Ihr Mobiltelefon. Weniger sicher als eine App.
choose-none = Zurzeit lässt sich kein Weg einrichten. Bitte wenden Sie sich an Ihre Administration.
# $moment (Text): Tag und Uhrzeit.
choose-grace = Sie haben bis { $moment } Zeit für die Einrichtung. Bis dahin öffnet sich Ihr Postfach ohne Code.
choose-later = Später

## Eine Authenticator-App

enroll-title = Authenticator-App einrichten
enroll-lead = Damit öffnet das Passwort allein Ihr Postfach nicht mehr. Zur Anmeldung gehört dann auch ein Code von Ihrem Telefon.
enroll-lead-forced = Ihre Organisation verlangt bei der Anmeldung einen zweiten Schritt, damit ein gestohlenes Passwort allein Ihr Postfach nicht öffnet. Das dauert etwa zwei Minuten, danach öffnet sich Ihr Postfach.
enroll-app = Authenticator-App bereithalten
enroll-app-help = Installieren Sie eine auf Ihrem Telefon, falls Sie noch keine haben. Jede App für sechsstellige Codes ist geeignet, zum Beispiel 2FAS, Aegis, Google Authenticator oder Microsoft Authenticator.
enroll-scan = Postfach zur App hinzufügen
enroll-scan-help = Wählen Sie in der App, dass Sie ein Konto hinzufügen möchten, und scannen Sie dieses Bild.
enroll-qr = QR-Code mit dem Schlüssel für Ihre Authenticator-App
enroll-open = In der App auf diesem Gerät öffnen
enroll-key = Scannen nicht möglich? Geben Sie stattdessen diesen Schlüssel ein:
enroll-code = Code eingeben
enroll-code-help = Die App zeigt nun alle 30 Sekunden einen neuen Code an. Geben Sie den aktuellen ein.
enroll-submit = Einschalten

## SMS

number-title = Ihre Mobilnummer
number-lead = Wir senden jetzt und bei jeder Anmeldung eine SMS mit einem Code an diese Nummer.
# $number (Text): eine verdeckte Nummer wie +49 ••• ••• 67.
number-replaces = Die Nummer { $number } gilt, bis die neue bestätigt ist.
number-restricted = SMS sind weniger sicher als eine App: Andere können sie unter Umständen lesen oder umleiten, und ohne Empfang kommen sie nicht an.
number-use-app = Stattdessen eine Authenticator-App verwenden
number-country = Land
number-national = Mobilnummer
number-national-help = Ohne Landesvorwahl. Leerzeichen sind erlaubt.
number-invalid = Das ist keine Mobilnummer dieses Landes. Bitte prüfen Sie das Land und die Nummer.
number-country-not-allowed = Ihre Organisation sendet keine SMS in dieses Land. Bitte geben Sie eine andere Nummer ein.
number-refused = An Nummern dieser Art können wir keine Codes senden. Bitte verwenden Sie eine gewöhnliche Mobilnummer.
number-too-many = Es wurden zu viele SMS angefordert.
number-cannot-send = Die SMS konnte nicht gesendet werden. Bitte versuchen Sie es gleich noch einmal.
confirm-title = Code aus der SMS eingeben
confirm-submit = Bestätigen
confirm-change = Nummer ändern

## Der Einrichtungscode

guard-title = Einrichtungscode erforderlich
guard-lead = Damit niemand sonst es mit Ihrem Passwort tun kann, gehört zur ersten Einrichtung der Multi-Faktor-Authentifizierung ein Einrichtungscode. Lassen Sie sich von Ihrer Administration einen geben, und geben Sie ihn hier ein.
