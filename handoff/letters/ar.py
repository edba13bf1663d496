"""Every word of our mails in Arabic."""

from __future__ import annotations

from datetime import datetime

CODE = "ar"


def subject(reference: str) -> str:
    return f"سؤالكم إلينا ({reference})"


def received(due: datetime | None) -> str:
    by = f" قبل {when(due)}" if due else ""
    return f"وصلنا سؤالكم. سيرد عليكم شخص بالبريد الإلكتروني{by}."


def reply(agent: str | None) -> str:
    return f"رد عليكم {_own(agent)}:" if agent else "رددنا عليكم:"


def told(agent: str | None) -> str:
    return f"لدى {_own(agent)} جديد بشأن سؤالكم:" if agent else "لدينا جديد بشأن سؤالكم:"


CLOSED = "أُغلق سؤالكم. إن بقي شيء لم يُحل، فالرابط يفتحه من جديد."
NEW_LINK = "إليكم الرابط الجديد الذي طلبتموه."
TRANSCRIPT = "إليكم نص محادثتكم، كصفحة وكنص عادي."
TOO_LONG = "محادثتكم أطول من أن تُرسل بالبريد. الرابط يفتحها، ويمكنكم حفظها هناك في ملف."
CONFIRM = (
    "طلب أحدهم إرسال محادثة معنا إلى هذا العنوان. إن كنتم أنتم، فالرابط يؤكد أن العنوان لكم ويفتح "
    "المحادثة، ثم يصلكم نصها."
)
YOU_WROTE = "كتبتم:"
CONTINUE = "متابعة المحادثة"
LINK_LASTS = "يعمل الرابط مرة واحدة خلال 7 أيام. خلفه محادثتكم كاملة، فنرجو عدم إعطائه لغيركم."
ANSWER_HERE = "يمكنكم أيضًا الرد على هذه الرسالة مباشرة."
ANSWER_THERE = "نرجو الرد عبر الرابط: لا يُقرأ البريد المرسل إلى هذا العنوان."
NOT_YOU = "لم تكتبوا إلينا؟ إذن أدخل أحدهم عنوانكم خطأً. لا يلزمكم فعل شيء، ونرجو عدم فتح الرابط."
NOW_ANSWERED = "سألتم: {question}\n\nلدينا الآن إجابة: {title}\n{link}"
NOW_SOLVED = "حُلّت هذه المشكلة الآن: {title}\n\nشكرًا لإخبارنا بأنها تخصكم أيضًا."
"""What staff are offered to send, filled in for each customer."""


def when(at: datetime) -> str:
    return f"{at:%d/%m/%Y %H:%M} UTC"


def _own(name: str) -> str:
    """A name runs its own way, whatever stands around it."""
    return f"\N{FIRST STRONG ISOLATE}{name}\N{POP DIRECTIONAL ISOLATE}"
