"""Our mail to somebody whose public question has an answer: no word of anybody's, only the way there."""

from __future__ import annotations

from urllib.parse import quote

from handoff.core.mail import Mail

Paragraph = tuple[str, str | None]
"""Words, and the address they lead to if they are a link."""

_WORDS = {
    "en": (
        "Your question on our help pages has an answer",
        "The question you left on our help pages has an answer.",
        "Read the answer",
        (
            "This is the only mail about it; we have forgotten your address. You didn't ask? Then "
            "somebody typed your address by mistake, and you need not do anything."
        ),
    ),
    "de": (
        "Ihre Frage auf unseren Hilfeseiten hat eine Antwort",
        "Die Frage, die Sie auf unseren Hilfeseiten gestellt haben, hat eine Antwort.",
        "Die Antwort lesen",
        (
            "Dies ist die einzige Mail dazu; Ihre Adresse haben wir vergessen. Sie haben nicht "
            "gefragt? Dann hat sich jemand vertippt, und Sie brauchen nichts zu tun."
        ),
    ),
    "es": (
        "Su pregunta en nuestra ayuda tiene respuesta",
        "La pregunta que dejó en nuestras páginas de ayuda tiene respuesta.",
        "Leer la respuesta",
        (
            "Este es el único correo al respecto; hemos olvidado su dirección. ¿No preguntó usted?"
            " Entonces alguien escribió su dirección por error y no tiene que hacer nada."
        ),
    ),
    "fr": (
        "Votre question sur nos pages d'aide a une réponse",
        "La question que vous avez posée sur nos pages d'aide a une réponse.",
        "Lire la réponse",
        (
            "C'est le seul message à ce sujet ; nous avons oublié votre adresse. Vous n'avez rien "
            "demandé ? Alors quelqu'un a saisi votre adresse par erreur, et vous n'avez rien à "
            "faire."
        ),
    ),
    "et": (
        "Teie küsimusele meie abilehtedel on vastus",
        "Küsimusele, mille te meie abilehtedele jätsite, on vastus.",
        "Loe vastust",
        (
            "See on ainus kiri selle kohta; teie aadressi oleme unustanud. Kas te ei küsinud? Siis"
            " sisestas keegi teie aadressi kogemata ja te ei pea midagi tegema."
        ),
    ),
    "ar": (
        "لسؤالكم في صفحات المساعدة إجابة",
        "السؤال الذي تركتموه في صفحات المساعدة لدينا له إجابة الآن.",
        "قراءة الإجابة",
        (
            "هذه هي الرسالة الوحيدة بهذا الشأن، وقد نسينا عنوانكم. لم تسألوا؟ إذن كتب أحدهم "
            "عنوانكم خطأً، ولا يلزمكم فعل شيء."
        ),
    ),
    "ja": (
        "ヘルプページでのご質問に回答がありました",
        "ヘルプページでお寄せいただいたご質問に回答がありました。",
        "回答を読む",
        (
            "この件のメールはこれだけです。アドレスは記録から消しました。お心当たりがない場合は、どなたかの入力間違いですので、何もなさる必要はありません。"
        ),
    ),
}


def subject(mail: Mail) -> str:
    return _words(mail)[0]


def paragraphs(mail: Mail, pages: str) -> list[Paragraph]:
    """``pages`` is where our pages are; ``path`` in the mail leads to the question on one of them."""
    _, told, read, note = _words(mail)
    return [
        (told, None),
        (read, pages + quote(str(mail.content.get("path", "/help")), safe="/#")),
        (note, None),
    ]


def _words(mail: Mail) -> tuple[str, str, str, str]:
    return _WORDS.get(str(mail.content.get("locale")).split("-", maxsplit=1)[0], _WORDS["en"])
