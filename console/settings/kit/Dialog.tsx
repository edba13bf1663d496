// A native dialog: the browser keeps the focus inside, closes it on Escape and gives the focus back.
import type { ComponentChildren } from "preact";
import { useEffect, useId, useRef } from "preact/hooks";

interface Props {
  title: string;
  close: () => void;
  children: ComponentChildren;
}

export function Dialog({ title, close, children }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    const opened = dialog.current!;
    const before = document.activeElement as HTMLElement | null;
    opened.showModal();
    return () => {
      opened.close();
      before?.focus();
    };
  }, []);
  const cancelled = (event: Event): void => {
    event.preventDefault();
    close();
  };
  return (
    <dialog ref={dialog} class="dialog" aria-labelledby={id} onCancel={cancelled}>
      <h2 id={id}>{title}</h2>
      {children}
    </dialog>
  );
}
