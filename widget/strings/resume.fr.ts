// What the page behind a mail's link says in French.
import type { Resume } from "./resume.en.ts";

export const strings: Resume = {
  page: {
    welcome: "Bon retour",
    still: "Votre conversation est là où vous l'avez laissée. Rien n'est à répéter.",
    continue: "Continuer la conversation",
    again: "M'envoyer un nouveau lien",
    chat: "Ouvrir la discussion",
  },
  opening: "Ouverture de votre conversation…",
  unreachable:
    "Nous sommes injoignables pour l'instant. Votre lien reste valable : réessayez dans un moment.",
  forgetful:
    "Votre navigateur ne garde rien pour cette page, la conversation ne peut donc pas s'ouvrir ici. Autorisez-le, ou ouvrez le lien dans un autre navigateur.",
  usable: "Nous pouvons envoyer un nouveau lien à l'adresse qui a reçu celui-ci.",
  asking: "Demande d'un nouveau lien…",
  mail: {
    sending: "Un nouveau lien est en route vers l'adresse qui a reçu celui-ci.",
    limited: "Plusieurs nouveaux liens sont partis vers cette adresse en une heure. Utilisez le plus récent.",
    off: "Aucun e-mail ne part d'ici pour l'instant, nous ne pouvons donc pas envoyer de nouveau lien.",
  },
  refused: {
    closed: "Ce lien a déjà servi ou a expiré.",
    not_found: "Ce n'est pas un de nos liens. Il en manque peut-être une partie.",
    too_many: "Trop d'essais manqués. Patientez un peu, puis réessayez.",
  },
};
