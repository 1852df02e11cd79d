# الإعدادات، الأمان.

security-title = الأمان
security-on = مفعّلة
security-off = معطّلة
security-off-help = يُفتح صندوق بريدك بكلمة المرور وحدها. أضف خطوة ثانية حتى لا تكفي كلمة مرور مسروقة.
security-turn-on = تفعيل
security-authenticators = وسائل المصادقة لديك
security-added = تاريخ الإضافة
security-last-used = آخر استخدام
security-never-used = لم تُستخدم بعد
security-preferred = تُطلب أولًا
security-add = إضافة وسيلة مصادقة أخرى
security-rename = إعادة تسمية
security-name = الاسم الجديد
security-prefer = الطلب أولًا
security-prefer-help = عند تسجيل الدخول يُطلب رمز هذه الوسيلة أولًا.
security-replace = استبدال
security-replace-help = في الخطوة التالية تُعدّ وسيلة جديدة. تبقى هذه صالحة حتى تعمل الجديدة.
security-change-number = تغيير الرقم
security-change-number-help = في الخطوة التالية تؤكد الرقم الجديد. يبقى هذا الرقم صالحًا حتى ذلك الحين.
security-remove = إزالة
security-remove-help = لن تُقبل رموزها بعد ذلك.
security-turn-off = تعطيل
security-turn-off-help = بعد ذلك يُفتح صندوق بريدك بكلمة المرور وحدها.
security-required = تشترط مؤسستك المصادقة متعددة العوامل، لذلك لا يمكن تعطيلها هنا.
security-required-last = تشترط مؤسستك المصادقة متعددة العوامل. لا يمكن تعطيلها هنا، ولا يمكن إزالة وسيلتك الوحيدة، بل استبدالها فقط.

## تأكيد التغيير

confirm-app = للتأكيد، أدخل رمزًا من تطبيق المصادقة.
confirm-sms = للتأكيد، اطلب إرسال رمز إليك ثم أدخله.
confirm-either = للتأكيد، أدخل رمزًا من تطبيق المصادقة، أو اطلب إرسال رمز إليك.
# $number (Text): رقم مخفيّ جزئيًا.
confirm-send = إرسال رمز إلى { $number }

## المتصفحات الموثوقة

trusted-title = المتصفحات الموثوقة
trusted-help = في هذه المتصفحات تكفي كلمة المرور وحدها لتسجيل الدخول.
trusted-none = لا توجد متصفحات موثوقة. عند إدخال رمز أثناء تسجيل الدخول، يمكنك اختيار ألا يُطلب مرة أخرى على ذلك الجهاز.
trusted-this = هذا المتصفح
trusted-first = أول استخدام
trusted-until = موثوق حتى
trusted-revoke = إلغاء الوثوق
trusted-revoke-all = إلغاء الوثوق بالجميع

## النشاط الأخير

activity-title = النشاط الأخير
activity-when = متى
activity-what = ماذا
activity-where = أين
activity-none = لم يحدث شيء بعد.
activity-succeeded = تم بنجاح
activity-refused = مرفوض
activity-signed-in = تسجيل دخول
activity-code = رمز عند تسجيل الدخول
activity-trusted-sign-in = تسجيل دخول من متصفح موثوق
activity-factor-added = إضافة وسيلة مصادقة
activity-factor-removed = إزالة وسيلة مصادقة
activity-factor-renamed = إعادة تسمية وسيلة مصادقة
activity-factor-replaced = استبدال وسيلة مصادقة
activity-factor-preferred = اختيار الوسيلة التي تُطلب أولًا
activity-number-changed = تغيير رقم الهاتف المحمول
activity-recovery-used = استخدام رمز استرداد
activity-recovery-made = إنشاء رموز استرداد
activity-browser-trusted = الوثوق بمتصفح
activity-browser-revoked = إلغاء الوثوق بمتصفح
activity-turned-off = تعطيل المصادقة متعددة العوامل
activity-admin-reset = إعادة تعيين من مسؤول البريد
activity-signed-out = تسجيل خروج
activity-signed-out-everywhere = تسجيل الخروج من كل مكان
sign-out-everywhere = تسجيل الخروج من كل مكان
sign-out-everywhere-help = يُنهي كل جلسات صندوق البريد هذا، بما فيها هذه الجلسة.

## ما تمّ للتو

security-turned-on = تم تفعيل المصادقة متعددة العوامل. من الآن فصاعدًا يتطلب تسجيل الدخول رمزًا أيضًا.
security-turned-off = تم تعطيل المصادقة متعددة العوامل. يُفتح صندوق بريدك الآن بكلمة المرور وحدها.
notice-added = تمت إضافة وسيلة المصادقة.
notice-renamed = تمت إعادة تسمية وسيلة المصادقة.
notice-removed = تمت إزالة وسيلة المصادقة. لم تعد رموزها مقبولة.
notice-replaced = تم استبدال وسيلة المصادقة. تُقبل رموز الوسيلة الجديدة فقط.
notice-number-changed = تم تغيير رقم هاتفك المحمول.
notice-preferred = من الآن فصاعدًا تُطلب وسيلة المصادقة هذه أولًا.
notice-recovery-made = لديك رموز استرداد جديدة. لم تعد الرموز السابقة صالحة.
notice-browser-revoked = لم يعد هذا المتصفح موثوقًا.
notice-browsers-revoked = لم يعد أي متصفح موثوقًا.
security-given-up = تتخلى مؤسستك عن الرسائل النصية. يرجى إضافة تطبيق مصادقة، ولن يُطلب رقمك بعد ذلك.
