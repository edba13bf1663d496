// What everybody may read of the service, without a conversation.

export async function lookUp<T>(origin: string, path: string): Promise<T> {
  const response = await fetch(origin + path);
  if (!response.ok) throw new Error(response.statusText);
  return response.json();
}
