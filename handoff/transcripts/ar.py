"""Every word of a transcript in Arabic."""

from __future__ import annotations

CODE = "ar"
DIRECTION = "rtl"

TITLE = "المحادثة"
YOU = "أنتم"
CUSTOMER = "العميل"
ASSISTANT = "المساعد (آلي)"
SYSTEM = "النظام"
NOTE = "ملاحظة داخلية"
BY_MAIL = "بالبريد الإلكتروني"
EMPTY = "لم يُكتب شيء بعد."
ERASED = "(محذوف)"
SUGGESTED = "هل سؤالك واحد من هذه؟"
KNOWN_ISSUE = "مشكلة معروفة"
STEP = "خطوة جُرّبت"
HELPED = "أجاب هذا عن السؤال."
NOT_HELPED = "لم يُجب هذا عن السؤال."
RETURNED_TO_BOT = "عودة إلى المساعد الآلي."

HANDOFF = {
    "asked": "طُلب التحدث إلى شخص.",
    "unsatisfied": "لم تُفد الإجابة، لذلك يتولى الأمر شخص.",
    "no_answer": "ليس لدى المساعد إجابة جيدة عن هذا، لذلك يتولى الأمر شخص.",
    "repeated": "محاولة واحدة تكفي: يتولى الأمر شخص.",
    "bot_unavailable": "المساعد غير متاح، لذلك يتولى الأمر شخص.",
    "sensitive": "هذا أمر يتولاه شخص.",
    "rule": "هذا أمر يتولاه شخص.",
    "agent": "يتولى الأمر شخص.",
}
QUEUED = {
    "handoff": "في قائمة الانتظار للتحدث إلى شخص.",
    "agent_lost": "عودة إلى قائمة الانتظار، في المقدمة.",
    "released": "عودة إلى قائمة الانتظار، في المقدمة.",
    "transferred": "في مقدمة قائمة انتظار فريق آخر.",
    "overflow": "يساعد فريق آخر.",
}
LEFT = {
    "lost": "انقطع الاتصال: \u2068{name}\u2069.",
    "idle": "مغادرة بعد فترة بلا رد: \u2068{name}\u2069.",
    "released": "مغادرة، وأُعيدت المحادثة إلى الفريق: \u2068{name}\u2069.",
    "transferred": "مغادرة، وحُوّلت المحادثة: \u2068{name}\u2069.",
    "taken_over": "مغادرة، ويتولى الأمر زميل: \u2068{name}\u2069.",
    "returned": "مغادرة: \u2068{name}\u2069.",
}
RESOLVED = {
    "solved": "أُغلقت المحادثة.",
    "restarted": "أُغلقت المحادثة من جهة العميل.",
    "idle": "أُغلقت المحادثة بعد صمت طويل.",
}
REOPENED = "فُتحت المحادثة من جديد."


def _own(words: str) -> str:
    """Running its own way inside a sentence that runs from right to left."""
    return f"\u2068{words}\u2069"


def reference(reference: str, saved: str, zone: str) -> str:
    return f"{reference} · حُفظت {saved} · كل الأوقات: {_own(zone)}"


def agent(name: str) -> str:
    return f"{_own(name)}، فريق الدعم"


def joined(name: str) -> str:
    return f"انضمام إلى المحادثة مع إمكان قراءتها كاملة: {_own(name)}."


def reply_by(due: str, address: str | None) -> str:
    return f"وُعد برد {f'إلى {_own(address)} ' if address else ''}قبل {due}."


def call_at(slot: str, phone: str | None) -> str:
    return f"وُعد باتصال {f'على {_own(phone)} ' if phone else ''}في {slot}."


def rated(score: int) -> str:
    return f"التقييم: {score} من 5."
