// What the page behind a mail's link says in Spanish.
import type { Resume } from "./resume.en.ts";

export const strings: Resume = {
  page: {
    welcome: "Bienvenido de nuevo",
    still: "Su conversación está donde la dejó. No hay que volver a contar nada.",
    continue: "Continuar la conversación",
    again: "Enviarme un nuevo enlace",
    chat: "Abrir el chat",
  },
  opening: "Abriendo su conversación…",
  unreachable:
    "Ahora no se nos puede localizar. Su enlace sigue siendo válido: inténtelo dentro de un momento.",
  forgetful:
    "Su navegador no guarda nada de esta página, así que la conversación no se puede abrir aquí. Permítalo, o abra el enlace en otro navegador.",
  usable: "Podemos enviar un nuevo enlace a la dirección a la que llegó este.",
  asking: "Pidiendo un nuevo enlace…",
  mail: {
    sending: "Un nuevo enlace va de camino a la dirección a la que llegó este.",
    limited: "En la última hora se enviaron varios enlaces nuevos a esta dirección. Use el más reciente.",
    off: "Por ahora no salen correos de aquí, así que no podemos enviar un nuevo enlace.",
  },
  refused: {
    closed: "Este enlace ya se usó o ha caducado.",
    not_found: "Este no es uno de nuestros enlaces. Quizá falte una parte.",
    too_many: "Demasiados intentos fallidos. Espere un poco e inténtelo de nuevo.",
  },
};
