# Wiederherstellungscodes.

recovery-title = Wiederherstellungscodes speichern
recovery-lead = Falls Sie Ihr Telefon verlieren, öffnet stattdessen einer dieser Codes Ihr Postfach. Jeder gilt nur einmal. Sie werden nur jetzt angezeigt.
recovery-lead-replaced = Diese Codes ersetzen Ihre bisherigen, die nicht mehr gelten. Jeder gilt nur einmal. Sie werden nur jetzt angezeigt.
recovery-codes = Wiederherstellungscodes
recovery-keep = Bewahren Sie sie dort auf, wo Sie sie ohne Ihr Telefon finden: auf Papier oder in einem Passwortmanager.
recovery-download = Herunterladen
recovery-print = Drucken
recovery-saved = Ich habe diese Codes gespeichert

## In den Einstellungen

# $left, $total (Number): wie viele Codes von wie vielen übrig sind.
recovery-left = { $left ->
    [0] Von Ihren { $total } Codes ist keiner mehr übrig.
    [one] Von Ihren { $total } Codes ist noch einer übrig.
   *[other] Von Ihren { $total } Codes sind noch { $left } übrig.
}
recovery-warn = Erstellen Sie neue, bevor Sie sie brauchen.
recovery-none = Sie haben noch keine. Falls Sie Ihr Telefon verlieren, öffnet ein Wiederherstellungscode Ihr Postfach.
recovery-made = Erstellt
recovery-make = Wiederherstellungscodes erstellen
recovery-regenerate = Neue Codes erstellen
recovery-regenerate-help = Die Codes, die Sie jetzt haben, gelten danach nicht mehr.
