/**
 * What is answered in a question's form, whichever kind it is. The form itself says how: a text field; a list to choose
 * from for each left side, named by its id; items to put in order, with their ids; else boxes and dots.
 */

import type { AnswerInput } from "../generated/documents.ts";

export const ITEM = "[data-item]";

export function answerIn(form: ParentNode): AnswerInput {
  const field = form.querySelector<HTMLInputElement>("input[type=text]");
  if (field) return { text: field.value };
  const lists = [...form.querySelectorAll("select")];
  if (lists.length > 0) {
    return {
      pairs: lists.filter(({ value }) => value).map(({ name, value }) => ({ prompt: name, choice: value })),
    };
  }
  const items = [...form.querySelectorAll<HTMLElement>(ITEM)].map(({ dataset }) => dataset["item"] ?? "");
  const ticked = [...form.querySelectorAll<HTMLInputElement>("input:checked")].map(({ value }) => value);
  return { choices: items.length > 0 ? items : ticked };
}

export function isEmpty({ choices, pairs, text }: AnswerInput): boolean {
  return (choices ?? pairs ?? text?.trim() ?? "").length === 0;
}
