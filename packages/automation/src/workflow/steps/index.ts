import type { StepDefinition } from '../step.ts'
import { addMembers } from './add-members/step.ts'
import { assignOwner } from './assign-owner/step.ts'
import { branch } from './branch/step.ts'
import { callApproval } from './call-approval/step.ts'
import { changeState } from './change-state/step.ts'
import { convertDocument } from './convert-document/step.ts'
import { createRecord } from './create-record/step.ts'
import { createTask } from './create-task/step.ts'
import { decisionTable } from './decision-table/step.ts'
import { deleteRecord } from './delete-record/step.ts'
import { deleteTask } from './delete-task/step.ts'
import { distribute } from './distribute/step.ts'
import { findRecords } from './find-records/step.ts'
import { http } from './http/step.ts'
import { loop } from './loop/step.ts'
import { notify } from './notify/step.ts'
import { parallel } from './parallel/step.ts'
import { pdf } from './pdf/step.ts'
import { removeMembers } from './remove-members/step.ts'
import { sendChat } from './send-chat/step.ts'
import { sendMail } from './send-mail/step.ts'
import { sendSms } from './send-sms/step.ts'
import { setVariables } from './set-variables/step.ts'
import { script } from './script/step.ts'
import { share } from './share/step.ts'
import { stop } from './stop/step.ts'
import { subWorkflow } from './sub-workflow/step.ts'
import { updateRecord } from './update-record/step.ts'
import { wait } from './wait/step.ts'
import { waitEvent } from './wait-event/step.ts'
import { webhook } from './webhook/step.ts'

const all: readonly StepDefinition[] = [
  createRecord,
  updateRecord,
  changeState,
  deleteRecord,
  findRecords,
  convertDocument,
  assignOwner,
  distribute,
  addMembers,
  removeMembers,
  share,
  createTask,
  deleteTask,
  notify,
  pdf,
  sendMail,
  sendSms,
  sendChat,
  branch,
  decisionTable,
  loop,
  parallel,
  wait,
  waitEvent,
  subWorkflow,
  callApproval,
  setVariables,
  http,
  webhook,
  script,
  stop,
]

/** Every kind of step that the program brings, by name. */
export const workflowSteps: ReadonlyMap<string, StepDefinition> = new Map(all.map((step) => [step.name, step]))
