/** Text that PostgreSQL takes: halves of characters replaced, the character 0 left out. */
export const wholeText = (text: string): string => Buffer.from(text).toString().replaceAll('\0', '')
