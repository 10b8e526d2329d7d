/** Offers a text as a file to save. Works under the strict content policy: a blob link, clicked once. */

interface SavedText {
  readonly text: string;
  readonly fileName: string;
  readonly mediaType: string;
}

export function saveText({ text, fileName, mediaType }: SavedText): void {
  const url = URL.createObjectURL(new Blob([text], { type: `${mediaType};charset=utf-8` }));
  const link = document.createElement('a');
  link.href = url;
  link.download = fileName;
  link.click();
  // The browser reads the blob after the click returns.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
